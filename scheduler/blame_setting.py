"""A setting that can stand against pins, and the change of its row that takes it away."""

from collections.abc import Callable
from dataclasses import dataclass

from models.row import Row
from models.school import School

PLENTY = 10**6
Lift = Callable[[School], School]


@dataclass(frozen=True)
class Setting:
    """``key`` of the catalogue's room ``blame``, the id of whom or what it is about, its value; ``lift`` takes it away."""

    key: str
    of: str
    value: str
    lift: Lift


def row_changed(table: str, key: str, row_id: str, **cells: object) -> Lift:
    """Change the cells of one row."""

    def lift(school: School) -> School:
        rows: tuple[Row, ...] = getattr(school, table)
        changed = (r.model_copy(update=cells) if getattr(r, key) == row_id else r for r in rows)
        return school.replaced(**{table: tuple(changed)})

    return lift
