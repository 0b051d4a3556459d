"""Charts drawn on the server, as SVG that fits any width: percent across, and down by the height of its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

#: Of a chart with columns, in percent of its height: where the bars end and begin, and where words stand.
TOP, GROUND, WORDS = 12.0, 84.0, 97.0
#: Of the room of a column, so much is its bar.
BAR = 0.72
#: Words under the columns, at most.
MOST_WORDS = 4
#: Each so many columns have a word: quarters of a day, weeks.
STEPS = (1, 2, 3, 4, 6, 7, 14, 28)
#: Signs of a row's label.
LONGEST_LABEL = 26


@dataclass(frozen=True)
class Bar:
    """A bar in percent of the chart, of which series it is (1 the strong one), and what it says."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


@dataclass(frozen=True)
class Columns:
    """Columns over hours or days. `peak` is the highest value in words; `labels`: (x, words, anchor)."""

    name: str
    title: str
    desc: str
    bars: Sequence[Bar]
    labels: Sequence[tuple[float, str, str]]
    peak: str
    legend: Sequence[str] = ()
    kind: str = "columns"


@dataclass(frozen=True)
class Line:
    """A row: its label, its value in words, and bars (length in percent, series), the weak ones first."""

    label: str
    value: str
    bars: Sequence[tuple[float, int]]


@dataclass(frozen=True)
class Lines:
    """Rows with bars from the left."""

    name: str
    title: str
    desc: str
    lines: Sequence[Line]
    legend: Sequence[str] = ()
    kind: str = "lines"


Chart = Columns | Lines


@dataclass(frozen=True)
class Stack:
    """What a column is drawn from: its label, its values from the ground up, and what it says."""

    label: str
    values: Sequence[float]
    title: str


def columns(
    name: str, title: str, desc: str, stacks: Sequence[Stack], peak: str, legend: Sequence[str] = ()
) -> Columns:
    """A column for each stack, the highest as high as the chart."""
    room = 100 / max(1, len(stacks))
    highest = max((sum(stack.values) for stack in stacks), default=0) or 1
    bars = []
    for place, stack in enumerate(stacks):
        ground = GROUND
        for series, value in enumerate(stack.values, 1):
            height = (GROUND - TOP) * value / highest
            ground -= height
            x = round(room * (place + (1 - BAR) / 2), 2)
            bars.append(Bar(x, round(ground, 2), round(room * BAR, 2), round(height, 2), series, stack.title))
    labels = _labels([stack.label for stack in stacks], room)
    return Columns(name, title, desc, [bar for bar in bars if bar.height], labels, peak, legend)


def _labels(words: Sequence[str], room: float) -> list[tuple[float, str, str]]:
    """Few enough to stand beside each other; those at the ends stay inside."""
    needed = ceil(len(words) / MOST_WORDS)
    step = next((each for each in STEPS if each >= needed), needed)
    labels = []
    for place in range(0, len(words), step):
        middle = room * (place + 0.5)
        anchor = "start" if middle < 8 else "end" if middle > 92 else "middle"
        x = room * place if anchor == "start" else min(100.0, room * (place + 1)) if anchor == "end" else middle
        labels.append((round(x, 2), words[place], anchor))
    return labels


@dataclass(frozen=True)
class Row:
    """What a row is drawn from: its values by series, the strong one first."""

    label: str
    value: str
    values: Sequence[float]


def lines(name: str, title: str, rows: Sequence[Row], legend: Sequence[str] = (), whole: float = 0) -> Lines:
    """A bar for each row; the longest fills the width, or `whole` would."""
    longest = whole or max((max(row.values, default=0) for row in rows), default=0) or 1
    drawn = [
        Line(
            row.label if len(row.label) <= LONGEST_LABEL else f"{row.label[: LONGEST_LABEL - 1].rstrip()}…",
            row.value,
            # The longer, weaker ones lie under the strong one.
            [(round(100 * value / longest, 2), series) for series, value in reversed([*enumerate(row.values, 1)])],
        )
        for row in rows
    ]
    desc = "; ".join(f"{row.label}: {row.value}" for row in rows)
    return Lines(name, title, desc, drawn, legend)
