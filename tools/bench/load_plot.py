"""Draws latency and memory over the time of a load run as SVG."""

from __future__ import annotations

from collections.abc import Sequence

from tools.bench.load_tally import Timed
from tools.bench.measurements import percentile

Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT, _MARGIN, _GAP = 640, 130, 56, 44
#: Parts of the run that have a point each.
_PARTS = 60
_STYLE = (
    "text{font:12px sans-serif;fill:#444}.frame{fill:none;stroke:#999}"
    ".median,.memory{fill:none;stroke:#1f6feb;stroke-width:2}"
    ".p99{fill:none;stroke:#bf5b04;stroke-width:2;stroke-dasharray:5 3}"
    ".event{stroke:#999;stroke-dasharray:2 3}"
    "@media(prefers-color-scheme:dark){text{fill:#ccc}}"
)


def load_plot(
    times: Sequence[Timed],
    memory: Points,
    seconds: float,
    events: Sequence[tuple[float, str]] = (),
) -> str:
    """Return an SVG image of two panels over the time of a run.

    Args:
        times: The answered messages.
        memory: Second of the run and bytes.
        seconds: How long the run was.
        events: What was done to the server, and in which second.
    """
    median, p99 = _latency(times, seconds)
    size = [(at, size / 2**20) for at, size in memory]
    height = 2 * _HEIGHT + 2 * _MARGIN + _GAP
    below = _MARGIN + _HEIGHT + _GAP
    marks = "".join(_event(at / seconds, told, height) for at, told in events)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH + 2 * _MARGIN} {height}" '
        f'role="img"><title>Latency and memory under load</title><style>{_STYLE}</style>{marks}'
        + _panel(_MARGIN, "latency, ms: median, p99 (dashed)", seconds, median=median, p99=p99)
        + _panel(below, "memory of the server, MiB", seconds, memory=size)
        + f'<text x="{_MARGIN}" y="{height - 14}">0</text>'
        f'<text x="{_MARGIN + _WIDTH}" y="{height - 14}" text-anchor="end">'
        f"{seconds / 60:.3g} minutes</text></svg>\n"
    )


def _latency(times: Sequence[Timed], seconds: float) -> tuple[Points, Points]:
    """Return median and 99th percentile in ms of each part of the run."""
    parts: dict[int, list[float]] = {}
    for timed in times:
        parts.setdefault(int(timed.intended / seconds * _PARTS), []).append(timed.seconds * 1000)
    middles = {part: (part + 0.5) / _PARTS * seconds for part in sorted(parts)}
    return tuple(  # type: ignore[return-value]
        [(at, percentile(parts[part], share)) for part, at in middles.items()]
        for share in (0.5, 0.99)
    )


def _panel(top: float, title: str, seconds: float, **lines: Points) -> str:
    """Return a frame with lines from zero upward, named by their class of style."""
    most = max((value for points in lines.values() for _, value in points), default=0.0) or 1.0
    drawn = "".join(
        f'<polyline class="{name}" points="{_points(points, top, seconds, most)}"/>'
        for name, points in lines.items()
    )
    return (
        f'<rect class="frame" x="{_MARGIN}" y="{top}" width="{_WIDTH}" height="{_HEIGHT}"/>'
        f'<text x="{_MARGIN}" y="{top - 8}">{title}</text>'
        f'<text x="{_MARGIN - 6}" y="{top + 12}" text-anchor="end">{most:,.0f}</text>'
        f'<text x="{_MARGIN - 6}" y="{top + _HEIGHT}" text-anchor="end">0</text>{drawn}'
    )


def _points(points: Points, top: float, seconds: float, most: float) -> str:
    return " ".join(
        f"{_MARGIN + _WIDTH * at / seconds:.1f},{top + _HEIGHT * (1 - value / most):.1f}"
        for at, value in points
    )


def _event(share: float, told: str, height: float) -> str:
    x = _MARGIN + _WIDTH * share
    return (
        f'<path class="event" d="M{x:.1f} {_MARGIN - 24}V{height - _MARGIN}"/>'
        f'<text x="{x:.1f}" y="{_MARGIN - 28}" text-anchor="middle">{told}</text>'
    )
