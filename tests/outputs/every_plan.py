"""Every format of every view of plans, read back and held against the plan.

    python tests/outputs/every_plan.py [--together] [PLAN ...]      all of solutions/ where none is named

Each view is written by itself and all together, in both languages; with ``--together`` only all together, in Chinese.

Prints for each plan and format the CPU seconds and the bytes; ends with 1 if anything is wrong.
"""

import csv
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from icalendar import Calendar
from openpyxl import load_workbook
from overflow import outside
from pypdf import PdfReader

from models.plan import Plan
from models.school import School
from scheduler.calendar import open_days
from scheduler.files.plans import csv_bytes, load_instance_of, load_plan
from scheduler.messages import Lang
from scheduler.outputs import VIEWS, build_view
from scheduler.outputs.booklet import build_booklet
from scheduler.outputs.calendars import build_calendars
from scheduler.outputs.pdf import write_pdf
from scheduler.outputs.pdf.letters import Letters
from scheduler.outputs.web import write_page
from scheduler.outputs.workbook import write_workbook

ROOT = Path(__file__).resolve().parents[2]
_A4 = {(595.28, 841.89)}
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_VOID = {"meta", "input", "col", "br"}
Views = tuple[str, ...]
#: What is written: the plan, the school, the language, the views, the date of the view today, and where.
Writer = Callable[[Plan, School, Lang, Views, date, Path], None]


class Wrong(AssertionError):
    """An output that is not what it should be."""


def want(right: object, said: str) -> None:
    if not right:
        raise Wrong(said)


def tables(plan: Plan, school: School, lang: Lang, views: Views, on: date, path: Path) -> None:
    """CSV: a mark, rows as long as the headings, no cell that a spreadsheet would compute."""
    path.mkdir()
    for name in views:
        view = build_view(name, plan, school, lang, on)
        data = csv_bytes(view.headings, view.rows)
        (path / f"{name}.csv").write_bytes(data)
        want(data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n"), f"{name}: mark or line ends")
        rows = list(csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)))
        want({len(row) for row in rows} == {len(view.headings)}, f"{name}: columns")
        want(len(rows) == len(view.rows) + 1, f"{name}: rows")
        want(not any(cell[:1] in ("=", "+", "-", "@") for row in rows[1:] for cell in row), f"{name}: a formula")


def workbook(plan: Plan, school: School, lang: Lang, views: Views, on: date, path: Path) -> None:
    """A sheet for each page and one of links, all for A4, none with a formula.

    Read as the parts of an archive, and once for a language as a whole by openpyxl, which takes many times as long.
    """
    booklet = build_booklet(plan, school, lang, views, on)
    write_workbook(booklet, path, lang)
    with ZipFile(path) as archive:
        index = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        parts = {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")}
    titles = [one.attrib["name"] for one in index.iter(f"{_SHEETS}sheet")]
    want(len(titles) == len(set(titles)) == len(parts) == len(booklet.pages) + 1, "sheets")
    areas = [one for one in index.iter(f"{_SHEETS}definedName") if one.attrib["name"] == "_xlnm.Print_Area"]
    want(len(areas) == len(titles), "what is printed")
    places = {"'" + title.replace("'", "''") + "'!A1" for title in titles}
    for name, part in parts.items():
        root = ElementTree.fromstring(part)
        want(root.find(f"{_SHEETS}pageSetup[@paperSize='9']") is not None, f"{name}: paper")
        want(root.find(f".//{_SHEETS}f") is None, f"{name}: a formula")
        links = {link.attrib["location"] for link in root.iter(f"{_SHEETS}hyperlink")}
        want(links and links <= places, f"{name}: a link to nowhere")
    if views == VIEWS:
        want(load_workbook(path).sheetnames == titles, "titles")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        if tag == "a":
            self.links.add((found.get("href") or "").removeprefix("#"))
        want(not {"src", "srcset", "data"} & found.keys(), f"<{tag}> loads something")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        want(self.open and self.open.pop() == tag, f"</{tag}> closes nothing")


def page(plan: Plan, school: School, lang: Lang, views: Views, on: date, path: Path) -> None:
    """One page, whole, whose links lead to places on it."""
    write_page(build_booklet(plan, school, lang, views, on), plan, school, path, lang)
    reader = _Page()
    text = path.read_text(encoding="utf-8")
    reader.feed(text)
    want(not reader.open, "tags left open")
    want(reader.links <= reader.ids, "a link to nowhere")
    want("http://" not in text and "https://" not in text, "a network address")


def paper(plan: Plan, school: School, lang: Lang, views: Views, on: date, path: Path) -> None:
    """Sheets of A4 with their own fonts, and nothing that leaves its box."""
    booklet = build_booklet(plan, school, lang, views, on)
    printed = write_pdf(booklet, plan, school, path, lang)
    letters = Letters()
    for one in booklet.pages:
        want(not outside(one, letters, booklet), f"{one.name}: text that leaves its box")
    want(not printed.missing, f"characters that the font lacks: {printed.missing}")
    reader = PdfReader(path)
    want(len(reader.pages) == printed.sheets, "sheets")
    want({tuple(sorted(map(float, found.mediabox[2:]))) for found in reader.pages} == _A4, "paper")
    for font in reader.pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
        want("/FontFile2" in font.get_object()["/FontDescriptor"], "a font that is not inside")
    want(all(found.get_contents() is not None for found in reader.pages), "a blank sheet")


def calendars(plan: Plan, school: School, lang: Lang, views: Views, on: date, path: Path) -> None:
    """Lines as the format wants them, and on each date as many events as the plan has tasks."""
    del on
    path.mkdir()
    found: Counter[date] = Counter()
    for name, data in build_calendars(plan, school, lang, views, datetime(2026, 9, 1, tzinfo=UTC)).items():
        (path / name).write_bytes(data)
        lines = data.split(b"\r\n")
        want(max(map(len, lines)) <= 75 and b"\n" not in b"".join(lines), f"{name}: lines")
        calendar = Calendar.from_ical(data)
        want(not calendar.errors, f"{name}: {calendar.errors}")
        uids = [str(event["uid"]) for event in calendar.events]
        want(len(set(uids)) == len(uids), f"{name}: two events with one name")
        for event in calendar.events:
            want(event.end > event.start and not event.errors, f"{name}: {event['summary']}")
            found[event.start.date() if isinstance(event.start, datetime) else event.start] += 1
    want(found == tasks(plan, school, views), "a date with more or fewer events than the plan has")


def tasks(plan: Plan, school: School, views: Views) -> Counter[date]:
    """What people have to do on each date of the term, counted from the plan's tables alone."""
    count: Counter[date] = Counter()
    weekly: Counter[int] = Counter()
    slots = {slot.slot_id: slot.weekday for slot in school.slots}
    for session in plan.sessions:
        weekly[session.weekday] += 1 + (session.escort_id is not None)
    for carer in plan.carers:
        weekly[slots[carer.slot_id]] += 1
    if "teacher" in views:
        for day in open_days(school):
            count[day.date] += weekly[day.weekday]
    windows = {post.post_id: len(post.windows) for post in school.posts}
    if "duty" in views:
        for duty in plan.duties:
            count[duty.date] += (windows.get(duty.post_id) or 1) if duty.staff_id else 0
    return +count


#: Each format: how it is written and checked, the ending of its file, and the views that it has.
FORMATS: dict[str, tuple[Writer, str, Views]] = {
    "csv": (tables, "", VIEWS),
    "xlsx": (workbook, ".xlsx", VIEWS),
    "html": (page, ".html", VIEWS),
    "pdf": (paper, ".pdf", VIEWS),
    "ics": (calendars, "", ("teacher", "duty")),
}


def a_day(plan: Plan, school: School) -> date:
    """A date in the midst of the term on which the most meets."""
    meets = Counter(session.weekday for session in plan.sessions)
    days = open_days(school)
    return max(days[len(days) // 2 :][:5], key=lambda day: meets[day.weekday]).date


def jobs(folder: Path, form: str, lang: Lang, *, singly: bool) -> Iterator[tuple[Views, Callable[[Path], None]]]:
    """The export of all views together and, ``singly``, of each by itself."""
    school, plan = load_instance_of(folder), load_plan(folder)
    writer, _, every = FORMATS[form]
    on = a_day(plan, school)
    for views in (every, *((view,) for view in every if singly)):
        yield views, lambda path, views=views: writer(plan, school, lang, views, on, path)


def main(folders: list[Path], *, together: bool) -> int:
    wrong = 0
    for folder in folders or sorted(path for path in (ROOT / "solutions").iterdir() if (path / "plan.json").exists()):
        for form in FORMATS:
            began = time.process_time()
            with tempfile.TemporaryDirectory() as place:
                for lang in ("zh", "en")[: 1 if together else 2]:
                    for views, write in jobs(folder, form, lang, singly=not together):
                        try:
                            write(Path(place) / f"{lang}-{'-'.join(views)}{FORMATS[form][1]}")
                        except Wrong as error:
                            wrong += 1
                            print(f"WRONG {folder.name} {form} {lang} {views}: {error}")
                size = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
            print(f"{folder.name:26} {form:5} {time.process_time() - began:6.1f} s {size:12,} bytes", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    named = [Path(arg) for arg in sys.argv[1:] if arg != "--together"]
    sys.exit(main(named, together="--together" in sys.argv))
