"""Pins as they are told: each with its table and row, many of one kind in one line; which of them to take out first."""

from collections.abc import Sequence
from itertools import product

from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.school import School
from models.titles import TABLE_TITLES
from scheduler.evident_pins import Pin, place
from scheduler.files.cells import native, plain
from scheduler.messages import Lang, say
from scheduler.messages.names import block_times, class_name, listing, person_name, post_name
from scheduler.messages.origin import Origin, rows_name
from scheduler.messages.pins import pin_cell

TABLES: dict[type[Pin], str] = {PinRow: "pins", PinPlacementRow: "pin_placements", PinDutyRow: "pin_duties"}
#: What the rows of one kind differ in, where they differ in one thing alone.
_APART: dict[type[Pin], str] = {PinPlacementRow: "student_id", PinDutyRow: "date"}
#: From so many on, rows of one kind are told in one line.
_MANY = 3
#: So many pins that are to be taken out together are told by what they are; of more only the rows.
_NAMED = 3


def name(pin: Pin, lang: Lang = "en", school: School | None = None, origin: Origin | None = None) -> str:
    """A pin as its table's name, the row where it stands, and the cells that are filled in, with what their ids stand for."""
    cells = _cells(pin, lang, school)
    return _line(_where([pin], lang, school, origin), cells, lang)


def lines(pins: Sequence[Pin], lang: Lang, school: School, origin: Origin | None) -> list[str]:
    """A line for each pin; one for many that only differ in the student, or in the date."""
    groups: dict[object, list[Pin]] = {}
    for pin in pins:
        apart = _APART.get(type(pin))
        cells = tuple((key, value) for key, value in pin if key != apart) if apart else pin
        groups.setdefault((type(pin), cells, _there(pin, school, origin)), []).append(pin)
    found: list[str] = []
    for group in groups.values():
        if len(group) < _MANY:
            found += [name(pin, lang, school, origin) for pin in group]
        else:
            cells = _cells(group[0], lang, school, _APART[type(group[0])])
            text = _line(_where(group, lang, school, origin), cells, lang)
            found.append(say(lang, "blame.joined", pins=text, each=_each(group, lang, school)))
    return found


def brief(pins: Sequence[Pin], lang: Lang, school: School, origin: Origin | None) -> str:
    """Pins that are told in full elsewhere: their rows, and in a few words what they are."""
    said: list[str] = []
    for kind, there in product(TABLES, (True, False)):
        own = [pin for pin in pins if type(pin) is kind and _there(pin, school, origin) == there]
        if own:
            what = listing(lang, [_what(pin, lang, school) for pin in own], _NAMED)
            said.append(say(lang, "blame.brief", where=_where(own, lang, school, origin), what=what))
    return say(lang, "blame.brief_between").join(said)


def _what(pin: Pin, lang: Lang, school: School) -> str:
    match pin:
        case PinDutyRow():
            blanks = {"date": pin.date.isoformat(), "post": post_name(lang, school, pin.post_id)}
            return say(lang, "blame.brief_duty", name=person_name(school, pin.staff_id), **blanks)
        case PinPlacementRow():
            return pin_cell(lang, school, PinPlacementRow, "student_id", pin.student_id)[1]
        case PinRow():
            when = block_times(lang, school, pin.block) if pin.block else ""
            who = person_name(school, pin.leader_id) if pin.leader_id else ""
            where = place(school, pin, lang) if pin.class_id or pin.activity_id or pin.room_id else ""
            parts = [part for part in (when, where, who) if part]
            return say(lang, "blame.brief_parts").join(parts)


def _there(pin: Pin, school: School, origin: Origin | None) -> bool:
    """Whether the pin is in the user's file."""
    return origin is not None and bool(origin.rows(school, TABLES[type(pin)], lambda row: row == pin))


def _where(pins: Sequence[Pin], lang: Lang, school: School | None, origin: Origin | None) -> str:
    """The table and the rows; without a file, or for rows that are not in it yet, the table's title."""
    table = TABLES[type(pins[0])]
    title = TABLE_TITLES[table] if lang == "zh" else table
    if school is None or origin is None:
        return title
    rows = origin.rows(school, table, lambda row: row in pins)
    return rows_name(lang, table, rows, origin) if rows else say(lang, "blame.not_there_yet", table=title)


def _cells(pin: Pin, lang: Lang, school: School | None, but: str = "") -> list[tuple[str, str]]:
    filled = [(key, value) for key, value in pin if value is not None and key != but]
    return [pin_cell(lang, school, type(pin), key, plain(native(value, lang))) for key, value in filled]


def _line(where: str, cells: Sequence[tuple[str, str]], lang: Lang) -> str:
    if lang == "zh":
        return f"{where}：" + "，".join(f"{key} {value}" for key, value in cells)
    return f"{where}: " + ", ".join(f"{key}={value}" for key, value in cells)


def _each(pins: Sequence[Pin], lang: Lang, school: School) -> str:
    """The dates, or the students by class, in which joined rows differ."""
    dates = sorted(pin.date.isoformat() for pin in pins if isinstance(pin, PinDutyRow))
    if dates:
        return say(lang, "blame.joined_dates", count=len(dates), dates=listing(lang, dates))
    students = list(dict.fromkeys(pin.student_id for pin in pins if isinstance(pin, PinPlacementRow)))
    classes: dict[str, list[str]] = {}
    for one in students:
        classes.setdefault(school.student_by_id[one].class_id if one in school.student_by_id else "", []).append(one)
    said = [
        say(lang, "blame.of_class", **{"class": class_name(lang, own)}, students=listing(lang, some, of="people"))
        for own, some in classes.items()
    ]
    return say(
        lang, "blame.joined_students", count=len(students), students=say(lang, "blame.between_classes").join(said)
    )
