"""`python -m bench.serve`: the service as `thutuc run` serves it, without preparing anything.

For a catalogue that the models were not trained on; it ends on SIGTERM.
"""

import asyncio
import sys

from rich.console import Console

from bot.cli.serve import serve
from bot.settings import Settings

if __name__ == "__main__":
    sys.exit(asyncio.run(serve(Settings.from_env(), Console(stderr=True))))
