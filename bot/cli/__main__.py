"""`python -m bot.cli`: the same as `thutuc`."""

from bot.cli import main

main()
