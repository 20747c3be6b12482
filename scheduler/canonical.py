"""A school with its rows in an order of their own, so that shuffling the input's rows changes nothing."""

from models.people import ChildRow
from models.plan import Plan
from models.row import Row
from models.school import TABLES, School


def _order(row: Row) -> str:
    return row.teacher_id if isinstance(row, ChildRow) else row.model_dump_json()


def as_kept(school: School, plan: Plan) -> School:
    """The school as it is kept beside a plan: in that order where the plan is to be the same whatever the rows' order."""
    return canonical(school) if plan.run.reproducible else school


def canonical(school: School) -> School:
    """The same school, every table sorted. A teacher's children keep their order: they are numbered by it."""
    tables: dict[str, tuple[Row, ...]] = {}
    for name in TABLES:
        rows: tuple[Row, ...] = getattr(school, name)
        tables[name] = tuple(sorted(rows, key=_order))
    return school.replaced(**tables)
