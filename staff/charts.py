"""Shapes of small charts, drawn by the server as SVG; the numbers stand in a table beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 160
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """One rectangle in the units of the view box; `kind` names its colour."""

    x: str
    y: str
    width: str
    height: str
    kind: str
    title: str


@dataclass(frozen=True)
class Bars:
    """Columns of stacked bars; `top` is the number at the upper edge."""

    bars: Sequence[Bar]
    top: int
    width: int = WIDTH
    height: int = HEIGHT


def stacked(columns: Sequence[Sequence[int]], kinds: Sequence[str], titles: Sequence[str]) -> Bars:
    """Return one column for each group of counts, its parts (in the order of `kinds`) on top of
    each other; `titles` names the columns."""
    top = round_up(max((sum(column) for column in columns), default=0))
    step = WIDTH / max(len(columns), 1)
    bars = []
    for number, column in enumerate(columns):
        reached = 0
        for count, kind in zip(column, kinds, strict=True):
            if not count:
                continue
            reached += count
            bars.append(
                Bar(
                    x=_number(number * step + step * 0.1),
                    y=_number(HEIGHT - HEIGHT * reached / top),
                    width=_number(step * 0.8),
                    height=_number(HEIGHT * count / top),
                    kind=kind,
                    title=titles[number],
                )
            )
    return Bars(bars, top)


def line(shares: Sequence[float | None]) -> str:
    """Return the path of shares from 0 to 1; where there is none the line is broken.

    A share between two gaps becomes a short dash, so that it is seen.
    """
    step = WIDTH / max(len(shares), 1)
    path = ""
    for number, one in enumerate(shares):
        if one is None:
            continue
        y = _number(HEIGHT - HEIGHT * one)
        begins = number == 0 or shares[number - 1] is None
        left, middle = _number(number * step + step * 0.3), _number(number * step + step * 0.5)
        path += f"M{left} {y}L{middle} {y}" if begins else f"L{middle} {y}"
    return path


def round_up(number: int) -> int:
    """Return the next of 1, 2, 5, 10, 20, 50, …"""
    scale = 1
    while True:
        for step in _STEPS:
            if number <= step * scale:
                return step * scale
        scale *= 10


def _number(value: float) -> str:
    return f"{value:.1f}"
