"""The ledger's file: what is written is read, what people edit is read, every fault is named, nothing is lost."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from models.ledger import Change, Task, read_task
from scheduler.errors import InputFault
from scheduler.files.ledger import LEDGER_FILE, load_ledger, record

DAY = date(2025, 9, 26)
NOON = datetime(2025, 9, 25, 4, 0, tzinfo=UTC)


def change(what: str, was: str | None, now: str | None, reason: str = "病假", when: datetime = NOON) -> Change:
    return Change(date=DAY, what=what, was=was, now=now, reason=reason, when=when)


def test_no_file_is_an_empty_ledger(tmp_path: Path) -> None:
    assert load_ledger(tmp_path) == ()


def test_what_is_recorded_is_read_and_what_was_there_stays(tmp_path: Path) -> None:
    first = change("leader:f-chess", "T5", "T7")
    second = change("carer:fri2;play", "T8", None, "=1+1", NOON.replace(hour=5))
    record(tmp_path, [first])
    record(tmp_path, [second])
    assert load_ledger(tmp_path) == (first, second)
    assert [path.name for path in tmp_path.iterdir()] == [LEDGER_FILE]


def test_the_bytes_are_as_spreadsheets_like_them(tmp_path: Path) -> None:
    record(tmp_path, [change("duty:gate", "T2", "T9", "=SUM(A1)")])
    assert (tmp_path / LEDGER_FILE).read_bytes() == (
        b"\xef\xbb\xbfdate,what,from,to,reason,when\r\n2025-09-26,duty:gate,T2,T9,'=SUM(A1),2025-09-25T04:00:00+00:00\r\n"
    )


def test_older_entries_come_first_whatever_the_order_of_rows(tmp_path: Path) -> None:
    late, early = change("duty:gate", "T2", "T9"), change("duty:gate", "T9", "T2", when=NOON.replace(hour=1))
    record(tmp_path, [late, early])
    assert load_ledger(tmp_path) == (early, late)


def test_a_file_that_a_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    text = "when,date,what,from,to,reason\n2025/9/25 12:00,2025/9/26,carer：fri2；play,Ｔ8,,生病\n,,,,,\n"
    (tmp_path / LEDGER_FILE).write_bytes(text.encode("gb18030"))
    local = datetime(2025, 9, 25, 12, 0).astimezone()
    assert load_ledger(tmp_path) == (change("carer:fri2;play", "T8", None, "生病", local),)


def test_every_fault_is_named(tmp_path: Path) -> None:
    rows = [
        "date,what,from,to,reason,when",
        "soon,leader:s1,T1,T2,x,2025-09-25 12:00",
        "2025-09-26,lead:s1,a;b,T2,x,noon",
        "2025-09-26,carer:fri2,T1,T2,x,2025-09-25 12:00,more",
    ]
    (tmp_path / LEDGER_FILE).write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_ledger(tmp_path)
    assert [(p.row, p.column, p.wanted) for p in caught.value.problems] == [
        (2, "date", "plans.want_date"),
        (3, "what", "plans.want_what"),
        (3, "from", "plans.want_id"),
        (3, "when", "plans.want_when"),
        (4, None, "plans.too_many_cells"),
    ]


def test_headings_that_are_not_the_ledgers_are_named(tmp_path: Path) -> None:
    (tmp_path / LEDGER_FILE).write_text("date,what,from,reason,when,who\n", encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_ledger(tmp_path)
    assert [(p.column, p.wanted) for p in caught.value.problems] == [
        ("to", "plans.column_once"),
        ("who", "plans.column_known"),
    ]


def test_a_ledger_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / LEDGER_FILE).write_bytes(b"date,what\n")
    with pytest.raises(InputFault):
        record(tmp_path, [change("duty:gate", "T2", "T9")])
    assert (tmp_path / LEDGER_FILE).read_bytes() == b"date,what\n"


@pytest.mark.parametrize("what", ["", "leader", "leader:", "lead:x", "carer:x", "carer:x;", "duty:a;b"])
def test_words_that_name_no_task(what: str) -> None:
    with pytest.raises(ValueError, match=f"^{what}$"):
        read_task(what)


def test_words_that_name_a_task() -> None:
    assert read_task("carer:fri2;play") == Task("carer", ("fri2", "play"))
    assert read_task("leader:a:b") == Task("leader", ("a:b",))
