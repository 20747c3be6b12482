"""Why a student has no club in a block."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from typing import Literal, NamedTuple

from models.plan import Session
from models.services import Activity
from scheduler.messages.names import activity_name, class_name, listing, room_name, sentences
from scheduler.reasons.ease import Ease, of_people, of_rooms
from scheduler.reasons.ease import words as words_of
from scheduler.reasons.fallback import fallbacks_then, no_fallback
from scheduler.reasons.offer import Lack, Offers

#: ``open``: perhaps there is a way in, if one searches longer; ``full``: people, rooms or seats are short; ``few``: only the
#: students are; ``never``: not for this student, whatever it has.
State = Literal["open", "full", "few", "never"]

_NAMED = 3
"""Of so many clubs it is told that they have seats left."""


class Way(NamedTuple):
    """What would help a club: a sentence's key, what of people and rooms has to be added for it, the least ``max_size`` or seats
    of a room; or in place of these a cell that would do."""

    key: str
    what: str = ""
    least: int = 0
    ease: Ease | None = None


@dataclass(frozen=True)
class Answer:
    """Why a student is not in a club, and what it would take. ``activity``: where the club's own row could help; ``least``: as
    its ``min_size``, where that alone would. ``held``: it has seats left. ``ways``: where it is full or not held, what would help."""

    words: str
    state: State
    activity: Activity | None = None
    least: int = 0
    held: bool = False
    ways: tuple[Way, ...] = ()


class Clubs:
    """The clubs of a finished plan, asked for one more student."""

    def __init__(self, offers: Offers) -> None:
        self.offers, self.held, self.school = offers, offers.held, offers.school
        self._clubs = cache(self._club)
        self._who = cache(self._who_could)
        self.no_fallback = cache(partial(no_fallback, offers))

    def why(self, student_id: str, block_id: str) -> str:
        """The student's list and the fallbacks of the grade, one by one."""
        listed = self.school.ranks(student_id, block_id)
        grade = self.school.class_by_id[self.school.student_by_id[student_id].class_id].grade
        held_then = fallbacks_then(self.school, grade, block_id)
        fallbacks = [a for a in held_then if a not in listed]
        words = [] if held_then else [self.no_fallback(block_id)]
        words += [] if listed else [self.offers.say("no_list")]
        ordered = [*sorted(listed, key=lambda a: (listed[a], a)), *fallbacks]
        clubs = [self._one(student_id, block_id, activity_id) for activity_id in ordered]
        words += [club.words for club in clubs]
        if any(club.state == "open" for club in clubs):
            words.append(self.offers.then)
        elif clubs:
            words.append(self._advice(clubs, student_id, block_id))
        return sentences(self.offers.lang, words)

    def _advice(self, clubs: Sequence[Answer], student_id: str, block_id: str) -> str:
        """Whatever could help, the easiest first: another choice, other limits, more people or rooms."""
        ways: list[str] = []
        if seats := list(self._with_seats(student_id, block_id)):
            ways.append(self.offers.say("advice.place_other", clubs=listing(self.offers.lang, seats, _NAMED)))
        more: dict[Way, list[Activity]] = {}
        for club in clubs:
            for way in club.ways if club.activity else ():
                more.setdefault(way, []).append(club.activity)  # type: ignore[arg-type]
        eases = [way.ease for way in more if way.ease]
        more = {way: activities for way, activities in more.items() if not way.ease}
        first, rest = ([way for way in more if bool(way.what) == adds] for adds in (False, True))
        ways += [self._told(way, more[way]) for way in first]
        for club in clubs:
            if club.state == "few" and club.activity:
                every = self.offers.say("advice.every_class") if club.activity.scope == "class" else ""
                blanks = {"activity": club.activity.name, "count": club.least, "every": every}
                ways.append(self.offers.say("advice.place_fewer", **blanks))
        ways += [*words_of(self.offers.lang, eases), *(self._told(way, more[way]) for way in rest)]
        if not ways:
            return self.offers.say("advice.place_none")
        said = self.offers.say("advice.place", ways=self.offers.say("advice.or").join(ways))
        if any(way.what and all(map(self._ever, activities)) for way, activities in more.items()):
            return sentences(self.offers.lang, [said, self.offers.say("advice.place_now")])
        return said

    def _told(self, way: Way, activities: Sequence[Activity]) -> str:
        """One change that would help each of these clubs."""
        names = self.offers.say("advice.or_club").join(activity.name for activity in activities)
        blanks = {"activity": names, "what": way.what, "least": way.least, "every": self._every(activities)}
        return self.offers.say(f"advice.{way.key}", **blanks)

    def _ever(self, activity: Activity) -> bool:
        """Whether somebody can lead it at all, and somewhere: who or what is missing now might be there in another plan."""
        rooms = activity.scope == "class" or self.offers.rooms_for(activity, None)
        return bool(rooms) and any(self.offers.people.candidates(activity))

    def _every(self, activities: Sequence[Activity | None]) -> str:
        """That each cell of a class club is every class's."""
        own = [activity.name for activity in activities if activity and activity.scope == "class"]
        return self.offers.say("advice.every", activity=listing(self.offers.lang, own)) if own else ""

    def _with_seats(self, student_id: str, block_id: str) -> Iterator[str]:
        """Clubs with seats left of which the student, who did not choose them, could be."""
        class_id = self.school.student_by_id[student_id].class_id
        grade = self.school.class_by_id[class_id].grade
        had = self.held.clubs_of.get(student_id, set()) if self.school.nothing_twice(student_id) else set[str]()
        for activity_id in dict.fromkeys(s.activity_id for s in self.held.sessions if s.block == block_id):
            activity = self.school.activity_by_id[activity_id]
            if activity_id in had or not activity.for_grade(grade):
                continue
            if self._clubs(activity_id, class_id if activity.scope == "class" else "", grade, block_id).held:
                yield activity.name

    def _one(self, student_id: str, block_id: str, activity_id: str) -> Answer:
        """Why the student is not in the club, and what it would take."""
        class_id = self.school.student_by_id[student_id].class_id
        if self.school.nothing_twice(student_id) and activity_id in self.held.clubs_of.get(student_id, ()):
            name = activity_name(self.offers.lang, self.school, activity_id)
            return Answer(self.offers.say("club.already", activity=name), "never")
        activity = self.school.activity_by_id.get(activity_id)
        own_class = class_id if activity and activity.scope == "class" else ""
        grade = self.school.class_by_id[class_id].grade
        return self._clubs(activity_id, own_class, grade, block_id)

    def _club(self, activity_id: str, class_id: str, grade: str, block_id: str) -> Answer:
        activity = self.school.activity_by_id.get(activity_id)
        name = activity_name(self.offers.lang, self.school, activity_id)
        if activity is None or activity.kind != "club" or not activity.runs_in(block_id):
            return Answer(self.offers.say("club.not_here", activity=name), "never")
        if not activity.for_grade(grade):
            return Answer(self.offers.say("club.not_for", activity=name, grade=grade), "never")
        name = self._named(activity, class_id)
        sections = [
            s
            for s in self.held.sessions
            if s.activity_id == activity_id and s.block == block_id and (s.class_id or "") == class_id
        ]
        seats = sum(self._seats(activity, s) for s in sections)
        small = self._small(activity, sections)
        taken = sum(self.held.enrolled[s.session_id] for s in sections)
        if taken < seats and any(self.held.enrolled[s.session_id] < self._seats(activity, s) for s in sections):
            return Answer(self.offers.could("club.open", activity=name, taken=taken, seats=seats), "open", held=True)
        start = self.offers.say("club.full", activity=name, taken=taken, seats=seats, small=small) if sections else ""
        answer = self._another(activity, class_id, block_id, len(sections))
        if answer.state != "full":
            return replace(answer, words=start + answer.words)
        return replace(answer, words=start + answer.words, ways=self._more(activity, class_id, block_id, sections))

    def _more(self, activity: Activity, class_id: str, block_id: str, sections: Sequence[Session]) -> tuple[Way, ...]:
        """What would help a club that is full or not held: seats, a larger room, a section with whatever that lacks."""
        least = max(1, activity.min_size)
        slots = self.school.blocks[block_id].slots
        lacks = self.offers.session(activity.activity_id, class_id or None, slots, least).lacks
        at_limit = len(sections) >= activity.max_sections
        too_large = activity.max_size is not None and activity.max_size < least
        eases = {
            "leader": of_people(self.offers, activity, slots) if "leader" in lacks else [],
            "room": of_rooms(self.offers, activity, class_id or None, slots, least) if "room" in lacks else [],
        }
        alone = len(lacks) == 1 and not at_limit and not too_large
        what = self._what(lacks, {} if alone else eases)
        beside = "_with" if what else ""
        if too_large:
            return (Way(f"place_size{beside}", what, least),)
        larger = [Way("place_seats")] if any(self._outgrows(activity, one) for one in sections) else []
        if larger and at_limit and not what:
            return (Way("place_seats_section"),)
        if not larger and any(self._larger(activity, class_id or None, one) for one in sections):
            larger.append(Way("place_room"))
        elif not larger and "room" in lacks and not activity.in_home_room and self._small(activity, sections):
            return (self._bigger(activity, slots, max(self._seats(activity, one) for one in sections)),)
        if at_limit:
            return (*larger, Way(f"place_section{beside}", what))
        instead = [Way("ease", ease=ease) for ease in chain(*eases.values())] if alone else []
        return (*larger, *instead, Way("place_staff", what)) if what else tuple(larger)

    def _bigger(self, activity: Activity, slots: Sequence[str], seats: int) -> Way:
        """A room for a section that has filled its own, which has fewer ``seats`` than the club allows."""
        instead = self._instead(of_rooms(self.offers, activity, None, slots, seats + 1))
        room = self.offers.say("advice.room_for", count=activity.max_size or seats + 1)
        return Way("place_bigger", room + instead)

    def _instead(self, eases: Sequence[Ease], which: str = "instead") -> str:
        ways = self.offers.say("advice.or").join(words_of(self.offers.lang, eases))
        return self.offers.say(f"advice.{which}", ways=ways) if ways else ""

    def _what(self, lacks: Sequence[Lack], eases: Mapping[str, Sequence[Ease]]) -> str:
        """Who and what has to be added, each with what would do in its place."""
        one_eased = len(lacks) > 1 and not all(eases.get(lack) for lack in lacks)  # it must be told which of them
        key = "instead_{}" if one_eased else "instead"
        parts = [
            self.offers.say(f"advice.lack_{lack}") + self._instead(eases.get(lack, ()), key.format(lack))
            for lack in lacks
        ]
        return self.offers.say("advice.lack_and").join(parts)

    def _larger(self, activity: Activity, class_id: str | None, session: Session) -> bool:
        """Whether a room that suits the section and has one seat more is free then, and the club may have so many."""
        if activity.max_size is not None and session.enrolled >= activity.max_size:
            return False
        rooms = self.offers.rooms_for(activity, class_id)
        return any(self.offers.why_not_room(room, session.slots, session.enrolled + 1) is None for room in rooms)

    def _outgrows(self, activity: Activity, session: Session) -> bool:
        """Whether the section's room has more seats than the club allows."""
        room = self.school.room_by_id.get(session.room_id)
        return room is not None and activity.max_size is not None and room.capacity > activity.max_size

    def _small(self, activity: Activity, sections: Sequence[Session]) -> str:
        """The rooms that hold fewer than a section may have, and how many that are; nothing where there is no such room."""
        rooms = (self.school.room_by_id.get(one.room_id) for one in sections)
        tight = [r for r in rooms if r and (activity.max_size is None or r.capacity < activity.max_size)]
        if not tight:
            return ""
        each = dict.fromkeys(
            self.offers.say("club.holds", room=room_name(self.school, r.room_id), capacity=r.capacity) for r in tight
        )
        most = self.offers.say("club.most", count=activity.max_size) if activity.max_size is not None else ""
        return self.offers.say("club.small", rooms=listing(self.offers.lang, list(each)), most=most)

    def _named(self, activity: Activity, class_id: str) -> str:
        """A club; a class club with its class."""
        if not class_id:
            return activity.name
        blanks = {"school_class": class_name(self.offers.lang, class_id), "activity": activity.name}
        return self.offers.say("club.of_class", **blanks)

    def _seats(self, activity: Activity, session: Session) -> int:
        room = self.school.room_by_id.get(session.room_id)
        limits = [n for n in (activity.max_size, room.capacity if room else None) if n is not None]
        return min(limits, default=self.held.enrolled[session.session_id])

    def _another(self, activity: Activity, class_id: str, block_id: str, sections: int) -> Answer:
        """Why there is no (further) section, and what it would take."""
        name = self._named(activity, class_id)
        if not activity.max_sections:
            return Answer(self.offers.say("club.no_sections", activity=name), "full", activity)
        if sections >= activity.max_sections:
            return Answer(self.offers.say("club.sections", count=sections), "full", activity)
        fewest = max(1, activity.min_size)
        if activity.max_size is not None and activity.max_size < fewest:
            words = self.offers.say("club.no_size", activity=name, most=activity.max_size, fewest=fewest)
            return Answer(words, "full", activity)
        everybody = self._who(block_id, False)[activity.activity_id, class_id]
        if not sections and everybody < fewest:
            few = self.offers.say("club.few_at_all", count=everybody, fewest=fewest)
            return Answer(self.offers.say("club.not_held", activity=name, why=few), "never")
        answer = self.offers.session(activity.activity_id, class_id or None, self.school.blocks[block_id].slots, fewest)
        key = "club.no_more" if sections else "club.not_held"
        waiting = self._who(block_id, True)[activity.activity_id, class_id]
        if answer.possible and waiting < fewest:
            few = self.offers.say("club.few", count=waiting, fewest=fewest, listed=everybody)
            return Answer(self.offers.say(key, activity=name, why=few), "few", activity, waiting)
        words = self.offers.say(key, activity=name, why=answer.words)
        return Answer(words, "open") if answer.possible else Answer(words, "full", activity)

    def _who_could(self, block_id: str, waiting: bool) -> Counter[tuple[str, str]]:
        """For each club (activity, class of a class club): students who could be in it in the block in some plan. ``waiting``: of
        these only those who are in no club then, and do not have this one at another time."""
        found: Counter[tuple[str, str]] = Counter()
        fallbacks = [a.activity_id for a in self.school.activity_by_id.values() if a.kind == "club" and a.fallback]
        for student_id, blocks in self.school.attended.items():
            if block_id not in blocks or (waiting and (student_id, block_id) in self.held.placed):
                continue
            own = self.school.student_by_id[student_id].class_id
            once = waiting and self.school.nothing_twice(student_id)
            had = self.held.clubs_of.get(student_id, set()) if once else set[str]()
            for activity_id in {*self.school.ranks(student_id, block_id), *fallbacks} - had:
                activity = self.school.activity_by_id.get(activity_id)
                if activity and activity.for_grade(self.school.class_by_id[own].grade):
                    found[activity_id, own if activity.scope == "class" else ""] += 1
        return found
