"""Draws the results as SVG: one bar a case, the figure to reach as a line; readable on light and dark grounds."""

from html import escape
from pathlib import Path
from typing import Any

Goals = dict[str, tuple[str, str, float, bool]]

ROW, LEFT, WIDTH, RIGHT = 34, 330, 300, 190

STYLE = """
text { font: 14px system-ui, sans-serif; fill: #1c1b1a; }
.quiet { fill: #6b6762; }
.bar { fill: #2f6f5e; }
.short { fill: #b3541e; }
.goal { stroke: #1c1b1a; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  text { fill: #f2efeb; }
  .quiet { fill: #a8a29b; }
  .bar { fill: #6fc3ab; }
  .short { fill: #f0a070; }
  .goal { stroke: #f2efeb; }
}
"""

#: A picture and the results on it.
PICTURES = {
    "messages": ("What a message costs, beside the least that these parts can cost", ("1", "2", "3", "9")),
    "pages": ("What a page and a conversation cost", ("5 conversation", "5 order", "5 help", "4", "10")),
    "bytes": ("What a browser takes, compressed", ("11 scripts", "11 first visit", "11 later page")),
}


def draw(results: dict[str, Any], goals: Goals, folder: Path) -> None:
    """One file a picture."""
    for name, (title, keys) in PICTURES.items():
        shown = [key for key in keys if key in results["ratios"]]
        (folder / f"{name}.svg").write_text(picture(title, shown, results["ratios"], goals))


def picture(title: str, keys: list[str], ratios: dict[str, float], goals: Goals) -> str:
    """Bars whose goals stand under each other: a bar up to its line has reached it, or is short of it."""
    height = ROW * len(keys) + 62
    rows = [_row(i, ratios[key], *goals[key]) for i, key in enumerate(keys)]
    words = ", ".join(f"{goals[key][0]} {ratios[key]:.2f} {goals[key][1]}" for key in keys)
    line = LEFT + WIDTH // 2
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + RIGHT} {height}" role="img">',
            f"<title>{escape(title)}</title><desc>{escape(words)}</desc><style>{STYLE}</style>",
            f'<text x="0" y="18" font-weight="600">{escape(title)}</text>',
            *rows,
            f'<line class="goal" x1="{line}" x2="{line}" y1="34" y2="{height - 22}"/>',
            f'<text class="quiet" x="{line}" y="{height - 4}" text-anchor="middle">to reach</text>',
            "</svg>\n",
        ]
    )


def _row(place: int, value: float, what: str, unit: str, goal: float, more: bool) -> str:
    top = 36 + ROW * place
    length = max(2.0, min(WIDTH, WIDTH / 2 * value / goal))
    reached = value >= goal if more else value <= goal
    sign = "at least" if more else "at most"
    colour = "bar" if reached else "short"
    return (
        f'<text x="0" y="{top + 19}">{escape(what)}</text>'
        f'<rect class="{colour}" x="{LEFT}" y="{top + 6}" width="{length:.1f}" height="18" rx="3"/>'
        f'<text x="{LEFT + WIDTH + 8}" y="{top + 19}">{value:.2f}'
        f'<tspan class="quiet"> {escape(unit if len(unit) < 4 else "")} ({sign} {goal:g})</tspan></text>'
    )
