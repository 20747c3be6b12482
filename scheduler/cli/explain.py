"""``kehou explain``: why something cannot be had, what the ways out are, and why a plan is as it is."""

import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli import options
from scheduler.cli.faults import OK, PINS
from scheduler.cli.help import Command, UsageFault
from scheduler.cli.printing import complain, give, give_json, typed
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from models.plan import Plan
    from models.school import School
    from scheduler.explain import Asker, Facts, Said


DEFAULT_SECONDS = 60.0

PROOF_SECONDS = 10.0
"""Where no limit was given: so long after a student's or a club's turn began, that of the first one with reading, nothing more is
proven."""

NOBODY: Mapping[str, str] = {}

_NEAR = {"explain_no_person": "explain_no_person_near", "no_such_club": "no_such_club_near"}

_MOST_LIKE = 10

_LIKE = 0.6
"""So like a known name must a word be to be taken for a slip of it."""


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    folder = click.Argument(["folder"], type=options.Place(there=True, folder=True), required=False, metavar="DIR")
    params: list[click.Parameter] = [
        options.instance(),
        folder,
        click.Option(["--student"], multiple=True, metavar="S"),
        click.Option(["--block"], multiple=True, metavar="B"),
        click.Option(["--teacher"], multiple=True, metavar="T"),
        click.Option(["--club"], multiple=True, metavar="A"),
        click.Option(["--duty"], multiple=True, type=options.Date(), metavar="DATE"),
        click.Option(["--ways-out"], is_flag=True),
        options.number("time-limit", None, "S", whole=False, above=0),
        options.quiet(),
        options.as_json(),
    ]
    return Command("explain", lang, run, params)


def run(
    lang: Lang,
    instance: Path,
    folder: Path | None,
    student: tuple[str, ...],
    block: tuple[str, ...],
    teacher: tuple[str, ...],
    club: tuple[str, ...],
    duty: tuple[date, ...],
    ways_out: bool,
    time_limit: float | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Explain what was asked for; with nothing asked, what is missing in the plan, or without a plan what is short."""
    about = bool(student or teacher or club or duty)
    for option, texts in (("--student", student), ("--block", block), ("--teacher", teacher), ("--club", club)):
        if not all(text.strip() for text in texts):
            raise UsageFault("blank_value", option=option)
    if (about or block) and ways_out:
        raise UsageFault("ways_out_alone")
    if about and folder is None:
        raise UsageFault("explain_needs_plan")
    if block and not student:
        raise UsageFault("block_needs_student")
    if not about and (ways_out or folder is None):
        return _ways_out(lang, instance, folder, time_limit or DEFAULT_SECONDS, quiet, as_json)
    assert folder is not None
    began = time.monotonic()
    from scheduler.canonical import canonical
    from scheduler.files import load_school
    from scheduler.files.plans import load_plan
    from scheduler.reasons import retold

    plan = load_plan(folder)
    school = made_for(lang, load_school(instance), plan, folder)
    plan = retold(canonical(school), plan, lang)
    wanted = _Wanted(lang, school, plan, instance, folder, student, block, teacher, club, duty)
    found = wanted.explained(time_limit, began, quiet=quiet)
    if as_json:
        give_json({"explanations": [_data(about, said) for about, said in found]})
    else:
        give(_texts([said for _, said in found]) if about else _gap_text(plan, school, found[0][1], lang))
        if not about and plan.gaps:
            command = typed("kehou", "explain", instance, folder, "--ways-out")
            complain(say(lang, "cli.gaps_ways", command=command))
    return OK


def made_for(lang: Lang, school: "School", plan: "Plan", folder: Path) -> "School":
    """The school as it was when the plan was made: of any other, what is said of the plan would be false."""
    from scheduler.explain import same_school
    from scheduler.files import school_digest
    from scheduler.files.plans import load_instance_of

    if plan.run.digest == school_digest(school):
        return school
    own = load_instance_of(folder)
    if not same_school(school, own):
        raise UsageFault("plan_of_other_school", folder=folder)
    key = "other_instance" if school_digest(own) == school_digest(school) else "explain_as_made"
    complain(say(lang, "cli.warning", text=say(lang, f"cli.{key}")))
    return own


def _ways_out(lang: Lang, instance: Path, folder: Path | None, time_limit: float, quiet: bool, as_json: bool) -> int:
    """What is provably short, where there is no plan yet; then the ways out."""
    from scheduler.cli import check
    from scheduler.cli.explain_ways import run_ways_out

    began = time.monotonic()
    if folder is None and not as_json and check.run(lang, instance, False, advise=False) == PINS:
        return PINS  # which have just been told
    return run_ways_out(lang, instance, folder, time_limit=time_limit, began=began, quiet=quiet, as_json=as_json)


def _texts(explained: "list[list[Said]]") -> str:
    """What the numbers mean, once and first; then everything that was asked for."""
    from scheduler.explain import is_legend

    legends = {one.key: one for said in explained for one in said if is_legend(one)}
    parts = [[one for one in said if not is_legend(one)] for said in explained]
    return "\n\n".join(_text(said) for said in [[*legends.values()], *parts] if said)


def _text(said: "list[Said]") -> str:
    return "\n".join("  " * one.depth + line for one in said for line in one.sentence.splitlines())


def _gap_text(plan: "Plan", school: "School", said: "list[Said]", lang: Lang) -> str:
    """What the plan lacks, the like together; the data have each by itself."""
    from scheduler.cli.gaps import gap_lines

    return "\n".join([said[0].sentence, *gap_lines(plan, lang, school=school)])


def _data(about: dict[str, str], said: "list[Said]") -> dict[str, Any]:
    return about | {"statements": [asdict(one) for one in said]}


class _Wanted:
    """What was asked for, with every name made an id before anything is searched."""

    def __init__(
        self,
        lang: Lang,
        school: "School",
        plan: "Plan",
        instance: Path,
        folder: Path,
        student: tuple[str, ...],
        block: tuple[str, ...],
        teacher: tuple[str, ...],
        club: tuple[str, ...],
        duty: tuple[date, ...],
    ) -> None:
        from scheduler.explain import Facts, Home
        from scheduler.files.there import tables_there

        self.lang: Lang = lang
        self.school, self.plan = school, plan
        again = partial(typed, "kehou", "explain", instance, folder)
        self.facts = Facts(school, plan, lang, Home(*tables_there(instance), command=again))
        self.students = [self._student(text) for text in student]
        self.blocks = [self._block(text) for text in block]
        self.people = [self._person(text) for text in teacher]
        self.clubs = [self._club(text) for text in club]
        self.dates = list(duty)

    # -- names -------------------------------------------------------------------------------------------------
    def _student(self, text: str) -> str:
        from scheduler.explain import students_named
        from scheduler.explain.student import others_of

        found = students_named(self.school, text.strip())
        if len(found) > 1:
            raise UsageFault("which_student", value=text, found=others_of(self.facts, found))
        return self._one("no_such_student", text, found)

    def _person(self, text: str) -> str:
        school = self.school
        names = {t.teacher_id: t.name for t in school.teachers} | {i.instructor_id: i.name for i in school.instructors}
        names |= {s.staff_id: s.name or s.staff_id for s in school.duty_staff if s.staff_id not in names}
        return self._named("explain_no_person", text, names)

    def _club(self, text: str) -> str:
        clubs = {a.activity_id: a.name for a in self.school.activity_by_id.values() if a.kind == "club"}
        return self._named("no_such_club", text, clubs)

    def _block(self, text: str) -> str:
        from scheduler.cli.weekdays import weekday_of
        from scheduler.messages.names import block_with_day, listing
        from scheduler.spelling import tidy

        lang, attended, every = self.facts.lang, self._attended(), self.school.blocks
        named = [b for b in every if b == text.strip()] or [b for b in every if tidy(b) == tidy(text)]
        if not named:
            day = weekday_of(text)
            named = [b for b in every if every[b].weekday == day]
        found = [b for b in attended if b in named]
        if len(found) == 1:
            return found[0]
        blocks = listing(lang, [block_with_day(lang, self.school, one) for one in attended], len(attended))
        key = "several_blocks_of" if found else "not_attended" if named else "no_such_block_of"
        raise UsageFault(key, value=text, blocks=blocks)

    def _attended(self) -> list[str]:
        return list(dict.fromkeys(b for student in self.students for b in self.school.attended[student]))

    def _named(self, key: str, text: str, names: dict[str, str]) -> str:
        from scheduler.spelling import tidy

        wanted = text.strip()
        exact = [wanted] if wanted in names else [one for one, name in names.items() if name == wanted]
        found = exact or [one for one, name in names.items() if tidy(wanted) in (tidy(one), tidy(name))]
        if len(found) > 1:
            raise UsageFault("which_one", value=text, found=", ".join(found))
        return self._one(key, text, found, names)

    def _one(self, key: str, text: str, found: list[str], names: Mapping[str, str] = NOBODY) -> str:
        from scheduler.messages.names import listing
        from scheduler.spelling import nearest

        if found:
            return found[0]
        like = [name for name in dict.fromkeys(names.values()) if text.strip() and text.strip() in name]
        if len(like) > 1:
            raise UsageFault("names_like", value=text, found=listing(self.lang, like, _MOST_LIKE))
        near = nearest(text, [*names, *names.values()], _LIKE)
        if near and key in _NEAR:
            raise UsageFault(_NEAR[key], value=text, nearest=near)
        if key == "no_such_club" and names:
            raise UsageFault("no_such_club_known", value=text, known=listing(self.lang, list(names.values())))
        raise UsageFault(key, value=text)

    # -- answers -----------------------------------------------------------------------------------------------
    def explained(self, limit: float | None, began: float, *, quiet: bool) -> "list[tuple[dict[str, str], list[Said]]]":
        """Each thing with its statements. A first Ctrl-C ends the questions that are still open."""
        from scheduler.cli.progress import watching
        from scheduler.cli.stop import listening, run_beside
        from scheduler.explain import Asker
        from scheduler.options import Options, Progress

        def stopping() -> None:
            if not quiet:
                complain(say(self.lang, "cli.stopping_explain"))

        with listening() as stopper, watching(self.lang, quiet=quiet) as watcher:

            def answered(_done: int, _all: int) -> None:
                watcher(Progress(time.monotonic() - began, "search.asking", ()))

            chosen = Options(time_limit=limit or DEFAULT_SECONDS, seed=self.plan.run.seed, lang=self.lang, began=began)
            asker = Asker(self.facts.school, self.plan, chosen, stopper.asked, answered)
            if self.students or self.clubs:
                answered(0, 0)
            prove = inf if limit else PROOF_SECONDS
            return run_beside(lambda: self._all(asker, prove), stopper, stopping)

    def _all(self, asker: "Asker", prove: float) -> "list[tuple[dict[str, str], list[Said]]]":
        from scheduler.explain import explain_club, explain_duty, explain_person, explain_student

        facts, found = self.facts, list[tuple[dict[str, str], "list[Said]"]]()
        left = len(self.students) + len(self.clubs)
        for number, one in enumerate(self.students):
            asker.part(left - number, prove)
            found.append(({"student": one}, explain_student(facts, asker, one, self.blocks)))
        found += [({"teacher": one}, explain_person(facts, one)) for one in self.people]
        for number, one in enumerate(self.clubs):
            asker.part(len(self.clubs) - number, prove)
            found.append(({"club": one}, explain_club(facts, asker, one)))
        found += [({"duty": one.isoformat()}, explain_duty(facts, one)) for one in self.dates]
        return found or [({"plan": ""}, _missing(facts))]


def _missing(facts: "Facts") -> "list[Said]":
    """What the plan lacks, with the reasons."""
    if not facts.plan.gaps:
        return [facts.said("plan.complete")]
    from scheduler.cli.gaps import gap_place

    found = [facts.said("plan.gaps", count=len(facts.plan.gaps))]
    for gap in facts.plan.gaps:
        what = say(facts.lang, f"cli.gap_{gap.what}")
        place = gap_place(gap, facts.lang, facts.school)
        found.append(facts.said("plan.gap", 1, what=what, where=gap.where, place=place, why=gap.reason))
    return found
