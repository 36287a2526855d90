"""Small pictures of numbers as SVG attributes, since no style may stand in a page."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 120, 38


@dataclass(frozen=True)
class Rect:
    """A bar: its place, its size, its CSS class."""

    x: float
    y: float
    width: float
    height: float
    tone: str


def columns(values: Sequence[float], *, last: str = "") -> list[Rect]:
    """One column for each value, the last one in the tone of now."""
    step = WIDTH / max(len(values), 1)
    top = max([*values, 0]) or 1
    return [
        _column(index, value / top, step, last if index == len(values) - 1 else "o")
        for index, value in enumerate(values)
    ]


def _column(index: int, share: float, step: float, tone: str) -> Rect:
    high = max(1.5, round(share * HEIGHT, 1)) if share else 0
    left, width = step * (index + 0.12), step * 0.76
    return Rect(round(left, 1), round(HEIGHT - high, 1), round(width, 1), high, tone)


def line(values: Sequence[float]) -> str:
    """The points of a line through the values."""
    low, high = min(values, default=0), max(values, default=0)
    span = (high - low) or 1
    step = (WIDTH - 4) / max(len(values) - 1, 1)
    heights = [HEIGHT - 6 - (value - low) / span * (HEIGHT - 12) for value in values]
    return " ".join(f"{2 + n * step:.1f},{height:.1f}" for n, height in enumerate(heights))


def parts(values: Sequence[float], tones: Sequence[str] = ("", "g", "h")) -> list[Rect]:
    """One bar cut into parts, side by side."""
    total = sum(values) or 1
    shown = [(value, tone) for value, tone in zip(values, tones, strict=False) if value]
    room = WIDTH - 2 * max(len(shown) - 1, 0)
    found, x = [], 0.0
    for value, tone in shown:
        width = round(value / total * room, 1)
        found.append(Rect(round(x, 1), 12, width, 14, tone))
        x += width + 2
    return found
