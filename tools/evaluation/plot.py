"""Draws the reliability diagram as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from tools.evaluation.scores import Bin

SIDE = 320
MARGIN = 48
_STYLE = (
    "text{font:12px sans-serif;fill:#444}"
    ".frame,.ideal{fill:none;stroke:#999}.ideal{stroke-dasharray:4 4}"
    ".line{fill:none;stroke:#1f6feb;stroke-width:2}.dot{fill:#1f6feb}"
    "@media(prefers-color-scheme:dark){text{fill:#ccc}}"
)


def reliability_plot(bins: Sequence[Bin], title: str) -> str:
    """Return an SVG image: mean confidence across, share of right topics upward.

    A point above the dashed line is an answer surer than it claimed, one below is less sure. The
    area of a point grows with the number of questions behind it.
    """
    points = [(_x(item.mean), _y(item.right.rate), item.right.total) for item in bins]
    total = sum(count for _, _, count in points) or 1
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    dots = "".join(
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{2 + 12 * (count / total) ** 0.5:.1f}">'
        f"<title>{count}</title></circle>"
        for x, y, count in points
    )
    size = SIDE + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f'<rect class="frame" x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}"/>'
        f'<path class="ideal" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>'
        f'<polyline class="line" points="{line}"/>{dots}{_ticks()}'
        f'<text x="{MARGIN}" y="{MARGIN - 16}">{escape(title)}</text>'
        f'<text x="{size / 2}" y="{size - 8}" text-anchor="middle">confidence</text>'
        f'<text transform="translate(14 {size / 2}) rotate(-90)" text-anchor="middle">'
        "right topic</text></svg>\n"
    )


def _x(value: float) -> float:
    return MARGIN + SIDE * value


def _y(value: float) -> float:
    return MARGIN + SIDE * (1 - value)


def _ticks() -> str:
    values = [step / 5 for step in range(6)]
    horizontal = "".join(
        f'<text x="{_x(v)}" y="{_y(0) + 16}" text-anchor="middle">{v}</text>' for v in values
    )
    vertical = "".join(
        f'<text x="{_x(0) - 6}" y="{_y(v) + 4}" text-anchor="end">{v}</text>' for v in values
    )
    return horizontal + vertical
