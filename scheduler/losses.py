"""What an earlier plan lost, in words: a line for each cause, with names, however many rows it touches."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from models.plan import Plan, Session
from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    class_name,
    listing,
    person_name,
    post_name,
    room_name,
    slot_name,
    weekday_name,
)
from scheduler.messages.pins import pin_cells
from scheduler.verify import Breach

_PEOPLE = {"leader_id": "led", "escort_id": "escorted", "teacher_id": "cared", "staff_id": "on_duty"}
_OF_STUDENTS = {"files_cell", "files_extra_row", "R10_no_row", "R10_not_listed"}
#: What has changed in the school, and yet needs nothing changed in the plan: rows say something else, or are no more.
_NEEDS_NOTHING = {"files_cell", "files_extra_row", "R10_no_row"}
_OF_EACH_STUDENT = {"placements.csv", "tutoring.csv"}
_BETWEEN_CHINESE = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
_TIMES = {"weekday", "start", "end", "slots"}


@dataclass(frozen=True)
class Losses:
    """Says what is lost of ``plan``. ``now`` is the school as it is, ``then`` the one that the plan was made for (None: not
    known, so that what is gone has no name but its id)."""

    plan: Plan
    now: School
    then: School | None
    lang: Lang

    def sentences(self, found: Sequence[Breach]) -> list[str]:
        """A sentence for each cause, in the order in which the causes come up."""
        causes: dict[tuple[str, ...], list[Breach]] = defaultdict(list)
        for one in found:
            causes[self._cause(one)].append(one)
        return [self._sentence(cause, same) for cause, same in causes.items()]

    def split(self, found: Sequence[Breach]) -> tuple[list[str], list[str]]:
        """The sentences of what cannot stay, and of what has changed in the school and forces nothing by itself."""
        free = [one for one in found if forces_nothing(one)]
        return self.sentences([one for one in found if one not in free]), self.sentences(free)

    def _cause(self, one: Breach) -> tuple[str, ...]:
        args, column = one.args, str(one.args.get("column", ""))
        if _key(one) == "files_unknown":
            if column == "student_id":
                return ("student_gone",)
            found = str(args["found"])
            return ("person_gone", found) if column in _PEOPLE else ("thing_gone", column, found)
        if _key(one) in _OF_STUDENTS and args.get("file") == "placements.csv":
            return ("students", _key(one), column)
        if _key(one) in _OF_STUDENTS and one.rule == "R10":
            return ("students", _key(one), "")
        if _key(one) == "files_cell" and column in _TIMES:
            return ("times",)
        if one.rule == "R13":
            return (one.key, one.where)
        who = next(
            (str(args[name]) for name in ("person", "leader", "escort", "room", "activity", "post") if name in args), ""
        )
        return (one.key, who)

    def _sentence(self, cause: tuple[str, ...], same: Sequence[Breach]) -> str:
        match cause:
            case ("person_gone", person):
                return self.say(
                    "person_gone", places=self._places(same), who=self._person(person), table=self._table(person)
                )
            case ("thing_gone", column, found):
                return self.say("thing_gone", places=self._places(same), what=self._thing(column, found))
            case ("student_gone",):
                return self._students("student_gone", [str(one.args["found"]) for one in same])
            case ("students", key, column):
                key = f"{key}_{column}" if column in ("class_id", "rank") else key
                return self._students(key, [one.where.split(";")[0] for one in same])
            case ("times",):
                return self.say("times", places=self._places(same))
            case ("R6.unavailable" | "R6.available" as key, _):
                return self._not_available(key.replace(".", "_"), same)
            case _:
                return self._and_more(self._named(same[0]), same[1:])

    def _not_available(self, key: str, same: Sequence[Breach]) -> str:
        """Somebody who cannot come at times at which the plan has work for them: all these times."""
        named = {str(one.args["slot"]): self._slot(str(one.args["slot"])) for one in same}
        order = [slot for slot in (self.then or self.now).slot_by_id if slot in named]
        slots = [named[slot] for slot in [*order, *(slot for slot in named if slot not in order)]]
        return self.say(key, who=self._person(str(same[0].args["person"])), slots=listing(self.lang, slots, len(slots)))

    def _and_more(self, first: str, others: Sequence[Breach]) -> str:
        """The first of a cause in words, and of the others how many, with their dates where they have such."""
        if not others:
            return first
        if all("date" in one.args for one in others):
            dates = listing(self.lang, list(dict.fromkeys(str(one.args["date"]) for one in others)))
            return self.say("and_on", sentence=first, count=len(others), dates=dates)
        return self.say("and_more", sentence=first, count=len(others))

    def say(self, key: str, **blanks: object) -> str:
        """A sentence of the room ``lost``."""
        return say(self.lang, f"lost.{key}", **blanks)

    def _students(self, key: str, ids: Sequence[str]) -> str:
        found = list(dict.fromkeys(ids))
        return self.say(key, count=len(found), students=listing(self.lang, found, of="people"))

    # -- names -------------------------------------------------------------------------------------------------
    def _name(self, of: Callable[[School], str], fallback: str) -> str:
        """A name from the school as it is, else from the one that the plan was made for."""
        for school in (self.now, self.then):
            if school is not None and (name := of(school)) != fallback:
                return name
        return fallback

    def _person(self, person: str) -> str:
        name = self._name(lambda school: person_name(school, person), person)
        return person if name == person else self.say("who", name=name, id=person)

    def _table(self, person: str) -> str:
        """Which table somebody is no longer in."""
        if person in self.now.teacher_by_id:
            return self.say("table_part")
        was = self.then
        if was is None:
            return self.say("table_people")
        if person in was.teacher_by_id:
            return self.say("table_teachers")
        return self.say("table_instructors" if person in was.instructor_by_id else "table_duty_staff")

    def _activity(self, one: str) -> str:
        return self._name(lambda school: activity_name(self.lang, school, one), one)

    def _thing(self, column: str, found: str) -> str:
        names: dict[str, Callable[[School], str]] = {
            "activity_id": lambda school: activity_name(self.lang, school, found),
            "room_id": lambda school: room_name(school, found),
            "post_id": lambda school: post_name(self.lang, school, found),
            "block": lambda school: block_name(self.lang, school, found),
            "slots": lambda school: slot_name(self.lang, school, found),
            "slot_id": lambda school: slot_name(self.lang, school, found),
        }
        name = self._name(names.get(column, lambda _: found), found)
        kind = self.say(f"kind_{column}") if column in {*names, "class_id"} else ""
        return self.say("thing", kind=kind, name=name if name == found else self.say("who", name=name, id=found))

    def _places(self, same: Sequence[Breach]) -> str:
        """Where in the plan: sessions, care or duties, each with the part of whoever is gone."""
        parts: dict[str, list[str]] = defaultdict(list)
        students = [one for one in same if str(one.args["file"]) in _OF_EACH_STUDENT]
        for one in sorted((one for one in same if one not in students), key=self._when):
            column = str(one.args.get("column", ""))
            part = _PEOPLE[column] if _key(one) == "files_unknown" and column in _PEOPLE else "what"
            place = self._place(str(one.args["file"]), str(one.args["row"]))
            if place not in parts[part]:
                parts[part].append(place)
        named = [self.say(part, places=listing(self.lang, places)) for part, places in parts.items()]
        if students:
            named.append(self.say("placed", count=len(students)))
        return self.say("between").join(named)

    def _when(self, one: Breach) -> tuple[int, time]:
        found = next((s for s in self.plan.sessions if s.session_id == one.args["row"]), None)
        return (found.weekday, found.start) if found else (8, time.max)

    def _place(self, file: str, row: str) -> str:
        session = self._session(row) if file == "sessions.csv" else None
        if session is not None:
            return session
        first, *rest = row.split(";")
        if file == "duties.csv":
            post = self._name(lambda school: post_name(self.lang, school, rest[0]), rest[0])
            weekday = weekday_name(self.lang, date.fromisoformat(first).isoweekday())
            return self.say("duty", date=first, weekday=weekday, post=post)
        slot = {"carers.csv": first, "childcare.csv": rest[-1] if rest else ""}.get(file)
        return row if slot is None else self.say("care", slot=self._slot(slot))

    def _slot(self, slot: str) -> str:
        return self._name(lambda school: slot_name(self.lang, school, slot), slot)

    def _block(self, block: str) -> str:
        return self._name(lambda school: block_name(self.lang, school, block), block)

    def _session(self, session_id: str) -> str | None:
        found = next((one for one in self.plan.sessions if one.session_id == session_id), None)
        return None if found is None else self._session_name(found)

    def _session_name(self, session: Session) -> str:
        blanks = {"weekday": weekday_name(self.lang, session.weekday), "activity": self._activity(session.activity_id)}
        if session.class_id:
            return self.say("session_class", school_class=class_name(self.lang, session.class_id), **blanks)
        one = session.activity_id, session.block
        several = sum((s.activity_id, s.block) == one for s in self.plan.sessions) > 1
        return self.say("session_section" if several else "session", section=session.section, **blanks)

    def _named(self, one: Breach) -> str:
        """The verifier's sentence, with names where it has ids."""
        named: dict[str, object] = {}
        for blank, value in one.args.items():
            text = str(value)
            match blank:
                case "person" if one.rule != "R10" and one.key != "R1.student":
                    named[blank] = self._person(text)
                case "leader" | "escort":
                    named[blank] = self._person(text)
                case "session":
                    named[blank] = self._session(text) or text
                case "sessions" | "places":
                    named[blank] = listing(self.lang, [self._session(part) or part for part in text.split(", ")])
                case "activity":
                    named[blank] = self._activity(text)
                case "room" | "home":
                    named[blank] = self._name(lambda school, room=text: room_name(school, room), text)
                case "slot":
                    named[blank] = self._slot(text)
                case "block":
                    named[blank] = self._block(text)
                case "blocks":
                    names = [self._block(part) for part in text.split(";")]
                    named[blank] = listing(self.lang, names)
                case "post":
                    named[blank] = self._name(lambda school, post=text: post_name(self.lang, school, post), text)
                case "weekday":
                    named[blank] = weekday_name(self.lang, int(value))
                case "cells":
                    named[blank] = pin_cells(self.lang, self.now, text)
                case "goal" | "kind":
                    named[blank] = say(self.lang, f"verify.{blank}.{text}")
                case _:
                    named[blank] = value
        found = say(self.lang, f"verify.{one.key}", **named)
        # spaces set ids apart from Chinese text; names need none
        return _BETWEEN_CHINESE.sub("", found) if self.lang == "zh" else found


def forces_nothing(one: Breach) -> bool:
    """Whether it is a change in the school for which nothing planned has to change."""
    return _key(one) in _NEEDS_NOTHING or (_key(one) == "files_unknown" and one.args.get("column") == "student_id")


def _key(one: Breach) -> str:
    """What is broken, as this room's own sentences are named."""
    return one.key.replace(".", "_")
