"""The web page: whole in itself, everything escaped, the pictures' figures right."""

import re
import shutil
import subprocess
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from models.plan import Plan
from models.school import School
from scheduler.outputs import VIEWS
from scheduler.outputs.booklet import build_booklet
from scheduler.outputs.pdf.drawn import picture_blocks
from scheduler.outputs.pdf.letters import Letters
from scheduler.outputs.pictures import Pictures, build_pictures
from scheduler.outputs.web import cell, label_size, write_page

#: Twelve characters.
LONG = "欧阳阿卜杜拉麦麦提艾力江"
_VOID = {"meta", "input", "col", "br"}


class Reader(HTMLParser):
    """Reads a page and refuses tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def path(plan: Plan, school: School, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("page") / "out.html"
    write_page(build_booklet(plan, school, "zh", VIEWS, date(2026, 10, 10)), plan, school, found, "zh")
    return found


@pytest.fixture(scope="module")
def reader(path: Path) -> Reader:
    found = Reader()
    found.feed(path.read_text(encoding="utf-8"))
    found.close()
    assert found.open == []
    return found


def test_it_needs_nothing_from_elsewhere(path: Path, reader: Reader) -> None:
    text = path.read_text(encoding="utf-8")
    assert "http:" not in text
    assert "https:" not in text
    assert not [tag for tag, attrs in reader.found if "src" in attrs or tag in ("link", "iframe", "img")]
    assert not [attrs for tag, attrs in reader.found if tag == "a" and not (attrs["href"] or "").startswith("#")]


def test_every_link_leads_somewhere(reader: Reader) -> None:
    ids = [attrs["id"] for _, attrs in reader.found if "id" in attrs]
    assert len(set(ids)) == len(ids)
    assert {(attrs["href"] or "")[1:] for tag, attrs in reader.found if tag == "a"} <= set(ids)


def test_names_are_text_and_no_program(path: Path, reader: Reader) -> None:
    assert path.read_text(encoding="utf-8").count("<script>") == 1
    assert any("<script>alert(1)</script>" in text for text in reader.texts)
    assert "一小 & 二小 课后服务与值班" in reader.texts


def test_no_cell_is_a_formula_when_pasted(reader: Reader) -> None:
    assert "'=1+1" in reader.texts
    assert not [text for text in reader.texts if text.startswith("=")]
    assert [cell(value) for value in ("-1", "@x", "a", 5, None)] == ["'-1", "'@x", "a", "5", ""]


def test_figures_of_the_pictures(plan: Plan, school: School) -> None:
    pictures = build_pictures(plan, school, "zh")
    choices, loads, leads, supervisors = pictures.bars
    assert [(bar.label, bar.parts) for bar in choices.bars] == [
        ("第2志愿", (("club", 1),)),
        ("（未安排）", (("missing", 1),)),
    ]
    # t1: 10 by day, homework and staff children; t2: 13 by day, tutoring and two slots of escorting.
    assert [(bar.full, bar.text) for bar in loads.bars] == [("王芳 t2", "13 + 3 = 16"), ("王芳 t1", "10 + 2 = 12")]
    assert loads.mean == 14
    # Each role has its own people, and its own mean.
    assert [(bar.full, bar.text) for bar in leads.bars] == [("王芳", "1")]
    assert [(bar.full, bar.text) for bar in supervisors.bars] == [("孙", "1")]
    (rooms,) = pictures.squares
    assert [(name, [kind for kind, _, _ in squares]) for _, name, squares in rooms.rows] == [
        ("一班", ["homework", "", "", ""]),
        ("r2", ["tutoring", "", "club", "club"]),
        ("乐玩小屋", ["", "", "childcare", ""]),
    ]


def test_a_page_for_parents_does_not_show_what_teachers_work(plan: Plan, school: School, tmp_path: Path) -> None:
    assert build_pictures(plan, school, "zh", ["class", "today"]).bars == ()
    write_page(build_booklet(plan, school, "zh", ["class"]), plan, school, tmp_path / "a.html", "zh")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "教师每周总课时" not in text
    assert "pictures" not in text


def browser(profile: Path, *words: str) -> str:
    """What Chromium says with these words on its command line."""
    options = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    more = f"--disable-component-update --disable-sync --user-data-dir={profile}"
    command = ["chromium", *options.split(), *more.split(), *words]
    return subprocess.run(command, check=True, capture_output=True, timeout=120, encoding="utf-8").stdout


@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
def test_a_browser_prints_it(path: Path, tmp_path: Path) -> None:
    browser(tmp_path / "profile", f"--print-to-pdf={tmp_path}/o.pdf", str(path))
    assert (tmp_path / "o.pdf").read_bytes().startswith(b"%PDF")


#: Names the cells whose text leaves them, labels that leave their picture, and whether the page is wider than its paper.
_MEASURE = """<script>
const found = [];
for (const one of document.querySelectorAll("td, th, h3, p"))
  if (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline") found.push(one.textContent);
for (const one of document.querySelectorAll("svg text"))
  if (one.getBoundingClientRect().left < one.closest("svg").getBoundingClientRect().left) found.push(one.textContent);
if (document.documentElement.scrollWidth > innerWidth) found.push("the page");
document.body.textContent = "measured: " + JSON.stringify(found);
</script></body>"""


@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
def test_nothing_is_wider_than_its_cell_on_paper(plan: Plan, school: School, tmp_path: Path) -> None:
    """A4 has 794 pixels across, of which the margins take 76; everybody has a name of twelve characters."""
    teachers = tuple(row.model_copy(update={"name": LONG[:11] + row.teacher_id[-1]}) for row in school.teachers)
    rooms = tuple(row.model_copy(update={"name": "综合实践活动中心第三教室"}) for row in school.rooms)
    school = school.replaced(teachers=teachers, rooms=rooms)
    path = tmp_path / "a.html"
    write_page(build_booklet(plan, school, "zh", VIEWS, date(2026, 10, 10)), plan, school, path, "zh")
    text = path.read_text(encoding="utf-8")
    assert "@media print" in text
    path.write_text(text.replace("@media print", "@media all").replace("</body>", _MEASURE), encoding="utf-8")
    assert "measured: []" in browser(tmp_path / "profile", "--window-size=718,1000", "--dump-dom", str(path))


def test_a_mean_of_24_25_is_24_3_and_its_line_runs_through_no_text(plan: Plan, school: School, tmp_path: Path) -> None:
    """Four people with 97, 49, 48 and 3 duties: the mean is 49.25, so that the text of two bars would be in its way."""
    staff = [{"staff_id": one, "name": one, "roles": "lead"} for one in ("t1", "t2", "d1", "d2")]
    rows = tuple(type(school.duty_staff[0]).model_validate(row) for row in staff)
    duty = plan.duties[0]
    duties = tuple(
        duty.model_copy(update={"staff_id": one, "role": "lead", "date": duty.date + timedelta(days=day)})
        for one, count in {"t1": 97, "d1": 49, "d2": 48, "t2": 3}.items()
        for day in range(count)
    )
    assert len(duties) == 197
    school, plan = school.replaced(duty_staff=rows), plan.model_copy(update={"duties": duties})
    (bars,) = build_pictures(plan, school, "zh", ["duty"]).bars
    assert bars.mean == 49.25
    assert "49.3" in bars.mean_text
    letters = Letters()
    (block,) = picture_blocks(letters, Pictures((bars,), ()), 500)
    (line,) = [box for box in block.boxes if box.width == 0.01]
    texts = {box.lines[0]: box for box in block.boxes if box.lines}
    for text in ("97", "49", "48", "3"):
        box = texts[text]
        assert not box.x - 3 < line.x < box.x + letters.width(text, box.size) + 3
    assert texts["49"].x > line.x
    write_page(build_booklet(plan, school, "zh", ["duty"]), plan, school, tmp_path / "p.html", "zh")
    page = (tmp_path / "p.html").read_text("utf-8")
    (at,) = re.findall(r'class="mean" x1="([0-9.]+)"', page)
    for text in ("97", "49", "48", "3"):
        (x,) = re.findall(rf'<text x="([0-9.]+)" y="[0-9]+">{text}</text>', page)
        assert not float(x) - 2 < float(at) < float(x) + 6 * len(text)


def test_labels_of_pictures_are_whole_and_smaller_where_they_must() -> None:
    """Twelve wide characters have 24 units, which fit at 12 pixels; 36 units fit at two thirds of that."""
    assert label_size(LONG) == 12.0
    assert label_size(LONG + LONG[:6]) == pytest.approx(8.1, abs=0.1)


def test_each_role_of_the_duty_roster_has_its_own_mean(plan: Plan, school: School) -> None:
    """A lead with 4 duties; supervisors with 1 and 0, one of whom may also lead: 2 a head there, and half a duty here."""
    staff = {"d1": "lead", "d2": "supervisor", "d3": "lead;supervisor"}
    rows = tuple(type(school.duty_staff[0]).model_validate({"staff_id": one, "roles": r}) for one, r in staff.items())
    duty = plan.duties[0]
    done = [("d1", "lead")] * 4 + [("d2", "supervisor")]
    duties = tuple(
        duty.model_copy(update={"staff_id": one, "role": role, "date": duty.date + timedelta(days=day)})
        for day, (one, role) in enumerate(done)
    )
    school, plan = school.replaced(duty_staff=rows), plan.model_copy(update={"duties": duties})
    leads, supervisors = build_pictures(plan, school, "zh", ["duty"]).bars
    assert (leads.title, leads.mean, [bar.text for bar in leads.bars]) == (
        "本学期每人值班次数：带班领导",
        2,
        ["4", "0"],
    )
    assert (supervisors.mean, [bar.text for bar in supervisors.bars]) == (0.5, ["1", "0"])
