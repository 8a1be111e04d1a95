"""The command line `thutuc`."""

from bot.cli.main import main

__all__ = ["main"]
