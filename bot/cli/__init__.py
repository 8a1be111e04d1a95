"""The command line `thutuc`."""

import os
import signal
import sys
from types import FrameType

__all__ = ["main"]

INTERRUPTED = 130
_LOADING = "Đang nạp chương trình…"
_STOPPED = "\nĐã dừng.\n"
_CLEAR_LINE = "\r\033[K"


def main() -> None:
    """Run `thutuc`; Ctrl-C ends it quietly, also while the modules are being loaded."""
    shown = sys.stdout.isatty()
    signal.signal(signal.SIGINT, _leave)
    if shown:
        sys.stdout.write(_LOADING)
        sys.stdout.flush()
    from bot.cli.main import main as run

    if shown:
        sys.stdout.write(_CLEAR_LINE)
        sys.stdout.flush()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    # Nothing is open yet, and an exception inside an import would show a traceback.
    os.write(sys.stderr.fileno(), _STOPPED.encode())
    os._exit(INTERRUPTED)
