"""How to have it otherwise: the row to add by hand."""

from models.pins import PinPlacementRow, PinRow
from models.school import School
from models.titles import TABLE_TITLES, heading
from scheduler.conflict import Pin
from scheduler.explain.facts import Facts, Said
from scheduler.messages.names import listing
from scheduler.question import pin_added


def how_to_pin(facts: Facts, depth: int, changed: School) -> Said:
    """The row by which ``changed`` differs from the plan's school, with the sheet or file and the headings it goes under.

    ``changed`` has one pin more, of a session or a student's place; else ValueError.
    """
    pin = pin_added(facts.school, changed)
    if pin is None:
        raise ValueError("one pin more is wanted")
    place = isinstance(pin, PinPlacementRow)
    table = "pin_placements" if place else "pins"
    cells = _cells(pin)
    chinese = facts.lang == "zh"
    row = PinPlacementRow if place else PinRow
    titles = [heading(row, name) if chinese else name for name in cells]
    there = facts.school.pin_placements if place else facts.school.pins
    return facts.said(
        "pin.row" if there else "pin.table",
        depth,
        sheet=TABLE_TITLES[table] if chinese else table,
        file=f"{table}.csv",
        headings=listing(facts.lang, titles),
        cells=listing(facts.lang, list(cells.values())),
    )


def _cells(pin: Pin) -> dict[str, str]:
    return {name: str(value) for name, value in pin.model_dump().items() if value is not None}
