"""`python -m bot.nlu train|run|test|shell|data validate …`: Rasa with our set-up around it."""

import sys

from bot.nlu.launcher import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
