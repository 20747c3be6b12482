"""The pages and pictures as one web page that needs nothing else."""

import re
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from models.plan import Plan
from models.school import School
from scheduler.messages import Lang, say
from scheduler.outputs.cells import COLOURS, units
from scheduler.outputs.pages import Booklet, OnPage, Value
from scheduler.outputs.pictures import build_pictures

GENERATOR = "kehou"
#: Of the labels of pictures: the largest size, and the pixels beside them less a little for wide letters.
_LABEL_SIZE, _LABEL_ROOM = 12.0, 146.0
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def environment(lang: Lang) -> Environment:
    """The templates of this package with what they need: ``word`` for the catalogue, ``cell`` for what people type.

    Everything is escaped. ``cell`` puts a ``'`` before text that a spreadsheet would take for a formula when a table
    is pasted into it.
    """
    found = Environment(
        loader=PackageLoader("scheduler.outputs"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=False,
    )
    found.globals["word"] = lambda key, **blanks: say(lang, f"outputs.{key}", **blanks)  # type: ignore[index]
    found.filters["cell"] = cell
    found.filters["label_size"] = label_size  # pyright: ignore[reportArgumentType]
    return found


def cell(value: Value) -> str:
    """The text of a cell, without a formula."""
    text = "" if value is None else str(value)
    return "'" + text if isinstance(value, str) and _FORMULA.match(text) else text


def label_size(label: str) -> float:
    """The size in pixels at which a label of a picture has room to the left of it."""
    return round(min(_LABEL_SIZE, 2 * _LABEL_ROOM / units(label)), 1) if label else _LABEL_SIZE


def write_page(
    booklet: Booklet,
    plan: Plan,
    school: School,
    path: Path,
    lang: Lang,
    on_page: OnPage = lambda _done, _all: None,
) -> None:
    """Write the pages, grouped by view, and the pictures into a new HTML file."""
    template = environment(lang).get_template("booklet.html")
    views = tuple(dict.fromkeys(page.view for page in booklet.pages))
    parts = template.generate(
        booklet=booklet,
        views=views,
        pictures=build_pictures(plan, school, lang, views),
        lang="zh-CN" if lang == "zh" else "en",
        colours=COLOURS,
        generator=GENERATOR,
        hint=say(lang, "outputs.search_hint"),
        found=say(lang, "outputs.search_found", count="#"),
        print=say(lang, "outputs.print"),
        told=_Teller(on_page, len(booklet.pages)),
    )
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(parts)


class _Teller:
    """Lets the template tell how far it is."""

    def __init__(self, on_page: OnPage, pages: int) -> None:
        self._on_page = on_page
        self._pages = pages
        self._done = 0

    def __call__(self) -> str:
        self._done += 1
        self._on_page(self._done, self._pages)
        return ""
