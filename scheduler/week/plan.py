"""What the week hands on: sessions and who is in them, and which duties the roster is to find dates for."""

from dataclasses import dataclass

from models.plan import Carer, Placement, Seat, Session, TutoringSeat


@dataclass(frozen=True)
class WeekPlan:
    """The weekly plan. ``duties`` counts over the term by (person, weekday, post); ``working``: slots of each
    person. ``lots``: the students in the order of their lots."""

    sessions: tuple[Session, ...]
    placements: tuple[Placement, ...]
    seats: tuple[Seat, ...]
    carers: tuple[Carer, ...]
    tutoring: tuple[TutoringSeat, ...]
    duties: dict[tuple[str, int, str], int]
    working: dict[str, frozenset[str]]
    lots: tuple[str, ...] = ()
