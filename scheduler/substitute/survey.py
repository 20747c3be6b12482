"""The whole date at a glance: every task that lacks somebody, its numbered options, and the proposal for all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.ledger import Change
from models.plan import Plan
from models.school import School
from scheduler.calendar import SchoolDay
from scheduler.messages import Lang
from scheduler.substitute.cause import Cause
from scheduler.substitute.chains import chains
from scheduler.substitute.day import Day, Facts, Job
from scheduler.substitute.options import Option, find, holes
from scheduler.substitute.proposal import propose


@dataclass(frozen=True)
class Choice:
    """An option with the number that it is chosen by; ``recommended``: part of the proposal for the whole date."""

    number: int
    option: Option
    recommended: bool


@dataclass(frozen=True)
class Hole:
    """A task that nobody has, with its options, best first; ``unable``: who is of the right kind and why they cannot."""

    job: Job
    choices: tuple[Choice, ...]
    unable: tuple[tuple[str, Cause], ...]

    @property
    def recommended(self) -> Choice | None:
        """The option that belongs to the proposal."""
        return next((choice for choice in self.choices if choice.recommended), None)


@dataclass(frozen=True)
class Survey:
    """What a date lacks and what can be done."""

    facts: Facts
    holes: tuple[Hole, ...]

    @property
    def complete(self) -> bool:
        """Whether the proposal fills every task."""
        return all(hole.recommended is not None for hole in self.holes)

    @property
    def choices(self) -> dict[int, Choice]:
        """Every option by its number."""
        return {choice.number: choice for hole in self.holes for choice in hole.choices}


def survey(
    school: School,
    plan: Plan,
    ledger: Sequence[Change],
    on: SchoolDay,
    absent: Collection[str],
    lang: Lang,
    *,
    most: int = 5,
) -> Survey:
    """Everything about the open date ``on`` while ``absent`` (and whoever is on leave) are not there.

    ``most``: no more options for a task than that, but always the recommended one.
    """
    facts = Facts(school, plan, ledger, on, absent)
    day = Day.begin(facts)
    open_holes = holes(facts, day)
    proposal = propose(day, open_holes, lang)
    found: list[Hole] = []
    number = 1
    for job in open_holes:
        direct = find(day, job, lang)
        options = list((direct.options or chains(day, job, lang))[:most])
        best = proposal.get(job)
        if best is not None:
            options = [best if same(one, best) else one for one in options]
            if best not in options:
                options = [*options[: most - 1], best]
        choices = tuple(Choice(number + n, one, one is best) for n, one in enumerate(options))
        number += len(choices)
        found.append(Hole(job, choices, direct.unable))
    return Survey(facts, tuple(found))


def same(one: Option, other: Option) -> bool:
    """Whether two options do the same."""
    return set(one.moves) == set(other.moves)
