"""A finished plan with all that an explanation asks of it, and how an explanation is put into sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from models.plan import GapKind, Plan, Session
from models.school import School
from models.services import Activity
from scheduler.calendar import SchoolDay, open_days
from scheduler.canonical import canonical
from scheduler.messages import Lang, catalogue, say
from scheduler.messages.names import activity_name, block_name, class_name, person_name, slot_name, weekday_name
from scheduler.reasons.held import Held
from scheduler.reasons.offer import Offers
from scheduler.week.data import WeekData

Value = str | int


@dataclass(frozen=True)
class Said:
    """A statement: a key of the catalogue's room ``explain`` with its values, and the sentence that they make.

    ``depth``: what it is a part of is the last one before it that is less deep.
    """

    key: str
    values: dict[str, Value]
    sentence: str
    depth: int = 0


def only_words(*words: str) -> str:
    """Words of a command, where what comes before them is not known."""
    return " ".join(words)


@dataclass(frozen=True)
class Home:
    """Where the school's rows are written by hand: in which form, and the sheet or file of each table that is there.
    ``command``: what to type to ask again about the same plan, with more words."""

    form: Literal["workbook", "folder", "other"] = "other"
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    command: Callable[..., str] = only_words


ANYWHERE = Home()


def carried(facts: "Facts", carry: int) -> str:
    """What somebody brings from earlier terms, as an addition to a sentence; blank where it is nothing."""
    return say(facts.lang, f"explain.carry.{'more' if carry > 0 else 'fewer'}", count=abs(carry)) if carry else ""


class Facts:
    """The plan, indexed."""

    def __init__(self, school: School, plan: Plan, lang: Lang, home: Home = ANYWHERE) -> None:
        self.school = canonical(school)
        self.home = home
        self.plan = plan
        self.lang: Lang = lang
        self.days: tuple[SchoolDay, ...] = open_days(self.school)
        self.held = Held(
            self.school,
            plan.sessions,
            plan.placements,
            plan.duties,
            plan.childcare,
            plan.carers,
            plan.tutoring,
            self.days,
        )
        self.offers = Offers(self.held, lang)
        self.people = self.offers.people

    def said(self, key: str, depth: int = 0, **values: Value) -> Said:
        """A statement in words; its class by name in these, by id in ``values``."""
        words = dict(values)
        if own := values.get("school_class"):
            words["school_class"] = class_name(self.lang, str(own))
        sentence = say(self.lang, f"explain.{key}", **words)
        if catalogue(self.lang)[f"explain.{key}"].startswith(("{block}", "{when}")):
            sentence = sentence[0].upper() + sentence[1:]
        return Said(key, values, sentence, depth)

    def why_missing(self, what: GapKind, *where: str) -> list[str]:
        """The reasons that the plan gives for what is missing there, each once."""
        place = ";".join(where)
        rows = (gap for gap in self.plan.gaps if (gap.what, gap.where) == (what, place))
        return list(dict.fromkeys(gap.reason for gap in rows if gap.reason))

    @cached_property
    def week(self) -> WeekData:
        """What can be held in a week at all, and by whom, whatever the plan is."""
        return WeekData(self.school)

    @cached_property
    def place(self) -> dict[tuple[str, str], str | None]:
        """The activity of (student, block)."""
        return {(row.student_id, row.block): row.activity_id for row in self.plan.placements}

    @cached_property
    def enrolled(self) -> dict[str, int]:
        """How many students are in each session."""
        return {s.session_id: s.enrolled for s in self.plan.sessions}

    def sections(self, activity_id: str, block: str, class_id: str | None = None) -> list[Session]:
        """The sections of a club in a block; of a class club those of the class."""
        return [
            s
            for s in self.plan.sessions
            if s.activity_id == activity_id and s.block == block and class_id in (None, s.class_id)
        ]

    def seats(self, session: Session) -> int:
        """Most students that a section in its room can have."""
        activity = self.school.activity_by_id[session.activity_id]
        room = self.school.room_by_id.get(session.room_id)
        limits = [n for n in (activity.max_size, room.capacity if room else None) if n is not None]
        return min(limits, default=session.enrolled)

    def seats_left(self, activity: Activity, block: str, student_id: str) -> int:
        """Free seats in the sections of a club that the student could join; 0 where it is not held."""
        sections = self.sections(activity.activity_id, block, self.own_class(activity, student_id))
        return sum(self.seats(s) - s.enrolled for s in sections)

    def own_class(self, activity: Activity, student_id: str) -> str | None:
        """The student's class where the activity is a class club."""
        return self.school.student_by_id[student_id].class_id if activity.scope == "class" else None

    def choice(self, student_id: str, block: str, activity_id: str | None) -> str:
        """A student's place in words: which activity, and which choice it is on their list."""
        if activity_id is None:
            return say(self.lang, "explain.choice.none")
        rank = self.school.ranks(student_id, block).get(activity_id)
        key = "ranked" if rank else "fallback"
        return say(self.lang, f"explain.choice.{key}", activity=self.activity(activity_id), rank=rank)

    # -- names -------------------------------------------------------------------------------------------------
    def person(self, person_id: str) -> str:
        """A member of staff."""
        return person_name(self.school, person_id)

    def activity(self, activity_id: str) -> str:
        """An activity's name."""
        return activity_name(self.lang, self.school, activity_id)

    def block(self, block_id: str) -> str:
        """A block's clubs, by weekday and times; a slot where the id is one's."""
        return block_name(self.lang, self.school, block_id)

    def date(self, day: date) -> str:
        """A date with its own weekday."""
        return say(self.lang, "explain.dated", date=day.isoformat(), weekday=weekday_name(self.lang, day.isoweekday()))

    def slot(self, slot_id: str) -> str:
        """A slot's weekday and times."""
        return slot_name(self.lang, self.school, slot_id)

    def goal(self, goal: str) -> str:
        """A goal's name."""
        return say(self.lang, f"verify.goal.{goal}")
