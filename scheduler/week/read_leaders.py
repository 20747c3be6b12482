"""Leaders and escorts: the counts of every pool and time paired with their sessions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from models.plan import Session
from scheduler.week.data import Offer
from scheduler.week.solution import Solution

Held = tuple[Offer, int]


@dataclass
class Lead:
    """Who leads a session, and who is with them."""

    leader: str
    escort: str | None = None


def leaders(solution: Solution, held: list[Held], kept: Mapping[Held, Session]) -> dict[Held, Lead]:
    """A leader for every session, an escort where one is needed; ``kept``: earlier ones that keep both.

    First who is named by a pin or an earlier session, then the class's own teachers, then those with the skill, then whoever covers,
    their own class before any other.
    """
    found: dict[Held, Lead] = {}
    people = _People(solution)
    for item, session in kept.items():
        if people.named(item) is None:
            people.take(item[0], session.leader_id)
        if session.escort_id:
            people.take(item[0], session.escort_id)
        found[item] = Lead(session.leader_id, session.escort_id)
    for item in held:
        person = people.named(item)
        if person and item not in found:
            found[item] = Lead(person)
    for item in held:
        if item not in found and (person := people.own(item[0])):
            found[item] = Lead(person)
    for item in held:
        if item not in found and (person := people.skilled(item[0].pool)):
            found[item] = Lead(person)
    rest = [item for item in held if item not in found]
    for item in rest:
        class_teachers = solution.ctx.data.class_teachers(item[0].class_id) if item[0].class_id else {}
        if item[0].class_id and (person := people.covering(item[0].time, class_teachers)):
            found[item] = Lead(person)
    for item in rest:
        if item not in found:
            found[item] = Lead(people.covering(item[0].time) or "")
    for item in held:
        instructor = solution.ctx.school.instructor_by_id.get(found[item].leader)
        if instructor and instructor.escort and not found[item].escort:
            found[item].escort = people.covering(item[0].time)
    return found


class _People:
    """Who is still to be given a session."""

    def __init__(self, solution: Solution) -> None:
        ctx = solution.ctx
        self._named: dict[Held, str] = {}
        self._own: dict[Offer, list[str]] = defaultdict(list)
        self._skilled: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._cover: dict[str, list[str]] = defaultdict(list)
        for teacher_id, offer in sorted(solution.true(ctx.own), key=lambda k: k[0]):
            self._own[offer].append(teacher_id)
        for person, pool in sorted([*solution.true(ctx.lead), *solution.true(ctx.visit_lead)]):
            self._skilled[pool].append(person)
        for teacher_id, time in sorted(solution.true(ctx.cover)):
            self._cover[time].append(teacher_id)
        for offer, sections in ctx.sections.items():
            for number, section in enumerate(sections, 1):
                for person, var in section.leaders.items():
                    if solution.value(var):
                        self._named[offer, number] = person
                        self.take(offer, person)

    def take(self, offer: Offer, person: str) -> None:
        """A person has their session now; a person is in one pile at a time."""
        for pile in (self._own[offer], self._skilled[offer.pool], self._cover[offer.time]):
            if person in pile:
                pile.remove(person)
                return

    def named(self, item: Held) -> str | None:
        return self._named.get(item)

    def own(self, offer: Offer) -> str | None:
        return self._own[offer].pop(0) if self._own.get(offer) else None

    def skilled(self, pool: tuple[str, str]) -> str | None:
        return self._skilled[pool].pop(0) if self._skilled.get(pool) else None

    def covering(self, time: str, among: dict[str, bool] | None = None) -> str | None:
        pile = self._cover.get(time, [])
        if among is None:
            return pile.pop(0) if pile else None
        for person in sorted(pile, key=lambda p: not among.get(p, False)):
            if person in among:
                pile.remove(person)
                return person
        return None
