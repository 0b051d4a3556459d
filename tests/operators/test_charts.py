"""Charts stay inside their frame, and nothing that a spreadsheet would run leaves the house."""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop_help.operators.charts import GROUND, LONGEST_LABEL, TOP, Row, Stack, columns, lines
from shop_help.operators.csv_lines import csv_lines, safe
from shop_help.operators.report_kinds import Column, Table, duration, percent

VALUES = st.floats(0, 1e9, allow_nan=False)


@settings(deadline=None)
@given(st.lists(st.lists(VALUES, min_size=1, max_size=2), max_size=120))
def test_every_column_stands_on_the_ground_inside_the_frame(values: list[list[float]]) -> None:
    chart = columns("n", "t", "d", [Stack(f"l{i}", each, "") for i, each in enumerate(values)], "")
    for bar in chart.bars:
        assert bar.x >= -0.01
        assert bar.x + bar.width <= 100.01
        assert bar.y >= TOP - 0.02
        assert bar.y + bar.height <= GROUND + 0.02
    if any(sum(each) > 1 for each in values):
        assert min(bar.y for bar in chart.bars) == pytest.approx(TOP, abs=0.02), "the highest fills it"
    assert len(chart.labels) <= max(5, len(values) // 28 + 1)
    assert all(0 <= x <= 100 for x, _, _ in chart.labels)


def test_words_under_the_columns_are_quarters_of_a_day_and_weeks() -> None:
    hours = columns("n", "t", "d", [Stack(f"{hour:02}", [1], "") for hour in range(24)], "")
    assert [word for _, word, _ in hours.labels] == ["00", "06", "12", "18"]
    assert [anchor for _, _, anchor in hours.labels] == ["start", "middle", "middle", "middle"]
    month = columns("n", "t", "d", [Stack(str(day), [1], "") for day in range(30)], "")
    assert [word for _, word, _ in month.labels] == ["0", "14", "28"]
    assert columns("n", "t", "d", [], "").labels == []


def test_rows_are_as_long_as_their_share_and_say_what_they_are() -> None:
    chart = lines("n", "t", [Row("A" * 40, "10", [5, 10]), Row("B", "0", [0, 0])], whole=20)
    assert [line.bars for line in chart.lines] == [[(50.0, 2), (25.0, 1)], [(0.0, 2), (0.0, 1)]]
    assert chart.lines[0].label == "A" * (LONGEST_LABEL - 1) + "…"
    assert chart.desc == f"{'A' * 40}: 10; B: 0"
    assert lines("n", "t", [Row("B", "0", [0])]).lines[0].bars == [(0.0, 1)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("  =1", "'  =1"),
        ("\u00a0=cmd|' /C calc'!A0", "'\u00a0=cmd|' /C calc'!A0"),
        ("＝1", "'＝1"),
        ("fine", "fine"),
        ("1-2=3", "1-2=3"),
        ("", ""),
        ("a\t=1", "a\t=1"),
    ],
)
def test_what_a_spreadsheet_would_run_stays_text(text: str, kept: str) -> None:
    assert safe(text) == kept


def test_a_file_has_its_mark_its_units_and_bare_numbers() -> None:
    at = datetime(2026, 11, 25, 5, 30, tzinfo=UTC)
    heads = [Column("When", "instant"), Column("=Text"), Column("Wait", "seconds"), Column("Share", "share")]
    rows = [(at, 'say "hi", =1', 90, 0.3333), (None, "-2\nÜ", None, None)]
    read = [*csv_lines(Table("n", [*heads, Column("N", "count")], [(*row, -5) for row in rows]), "America/New_York")]
    assert read[0].startswith("\ufeff")
    assert len(read) == 3, "a line at a time"
    parsed = [*csv.reader(io.StringIO("".join(read)[1:]))]
    assert parsed[0] == ["When", "'=Text", "Wait (seconds)", "Share (percent)", "N"]
    assert parsed[1] == ["2026-11-25 00:30-05:00", 'say "hi", =1', "90", "33.3", "-5"]
    assert parsed[2] == ["", "'-2\nÜ", "", "", "-5"]


def test_a_table_with_more_than_the_page_shows_gives_all_of_it() -> None:
    table = Table("n", [Column("A")], [("one",)], lambda: ((f"row {i}",) for i in range(3)))
    assert len([*csv_lines(table, "UTC")]) == 4


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3569, "59 min"),
        (3570, "1 h"),
        (4800, "1 h 20 min"),
        (86370, "1 d"),
        (90000, "1 d 1 h"),
    ],
)
def test_a_length_of_time_is_read_by_two_units(seconds: int, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, "–"), (0, "0%"), (0.001, "<1%"), (0.5, "50%"), (0.994, "99%"), (0.999, ">99%"), (1, "100%")],
)
def test_nearly_all_is_not_all(share: float | None, words: str) -> None:
    assert percent(share) == words
