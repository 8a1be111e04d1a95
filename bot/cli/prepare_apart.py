"""Prepare in a process of its own: what importing and training need leaves no trace in this one."""

import signal
import subprocess
import sys
from collections.abc import Callable

import click

from bot.cli import INTERRUPTED

_OWN_STOP_SECONDS = 2.0
STOPPED = "\nĐã dừng."


def prepare_apart(meanwhile: Callable[[], object]) -> int:
    """Run `thutuc setup` as a child, call `meanwhile`, and return the child's exit code.

    Ctrl-C and SIGTERM end both.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    child = subprocess.Popen([sys.executable, "-m", "bot.cli", "setup"])
    try:
        meanwhile()
        return child.wait()
    except KeyboardInterrupt:
        _stop(child)
        return INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _stop(child: "subprocess.Popen[bytes]") -> None:
    try:  # Ctrl-C in a terminal reaches the child too, and it says that it stops
        child.wait(_OWN_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        click.echo(STOPPED, err=True)
