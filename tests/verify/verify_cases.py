"""A breach to plant: the key that must be named, and the edits that plant it in the small plan."""

from dataclasses import dataclass

from small_school import session
from verify_edits import Edit, add, drop

NO_CHILDCARE = (drop("childcare", "T4;1;fri2"), drop("carers", "fri2;play;T8"))
MONDAY_2 = {"slots": ("mon2",), "block": "mon2", "start": "16:50", "end": "17:30"}


@dataclass(frozen=True)
class Case:
    """``keys``: every breach that must be named and no other; ``about``: what its ``where`` must be, if told."""

    name: str
    keys: frozenset[str]
    edits: tuple[Edit, ...]
    about: str | None = None


def case(key: str, what: str, *edits: Edit, about: str | None = None) -> Case:
    """A case; ``key`` may name several breaches that cannot be had apart, joined by ``+``."""
    return Case(f"{key} {what}", frozenset(key.split("+")), edits, about)


def new(*args: object, **cells: object) -> Edit:
    """Add a session."""
    return add("sessions", **session(*args, **cells))  # type: ignore[arg-type]


def tutored(student: str, activity: str, slot: str, session_id: str) -> Edit:
    """Add a row to tutoring.csv of the plan."""
    return add("tutoring", student_id=student, activity_id=activity, slot_id=slot, session_id=session_id)
