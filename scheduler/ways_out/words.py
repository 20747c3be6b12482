"""Ways out in words."""

from collections.abc import Mapping, Sequence

from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, listing
from scheduler.messages.origin import Origin, by_file, table_name
from scheduler.ways_out.compare import WayOut
from scheduler.ways_out.gains import Gain
from scheduler.ways_out.steps import Step, Teachers, codes, slots_words

_GAPS = ("sessions", "duties", "tutoring", "places")


def steps_words(steps: Sequence[Step], lang: Lang, school: School, origin: Origin | None = None) -> str:
    """What is to be done, all of it together: numbered where it is several things, since one may say "or" itself. ``origin``: the
    sheets or files that the school was read from."""
    words = [_at_times(alike, lang, school) for alike in _alike(steps)]
    if len(words) > 1:
        words = [say(lang, "ways.one_of", number=number, step=step) for number, step in enumerate(words, 1)]
    return _filed(say(lang, "ways.and").join(words), lang, origin)


def _alike(steps: Sequence[Step]) -> list[list[Step]]:
    """Steps that are the same need at other times together, the others by themselves."""
    found: dict[object, list[Step]] = {}
    for step in steps:
        one_need = isinstance(step, Teachers) and step.skills
        found.setdefault(step.skills if one_need and isinstance(step, Teachers) else step, []).append(step)
    return list(found.values())


def _at_times(steps: Sequence[Step], lang: Lang, school: School) -> str:
    """What is to be done, once for all times at which it is needed."""
    teachers = [step for step in steps if isinstance(step, Teachers)]
    if len(teachers) < 2:
        return steps[0].words(lang, school)
    times = [
        say(lang, "ways.teachers_time", where=slots_words(lang, school, one.slots), count=one.count)
        for one in sorted(teachers, key=lambda one: list(school.slot_by_id).index(one.slots[0]))
    ]
    skills = teachers[0].skills
    named = listing(lang, [activity_name(lang, school, skill) for skill in skills], len(skills))
    blanks = {"skills": named, "skill_codes": codes(skills), "times": listing(lang, times, len(times))}
    return say(lang, "ways.teachers_times", **blanks)


def _filed(text: str, lang: Lang, origin: Origin | None) -> str:
    """With the names of files, or of sheets, for those of tables; of a file the settings have no sheet, but keys."""
    labels = origin.labels if origin else {}
    if labels.get("school", "").casefold().endswith(".toml"):
        text = text.replace(say(lang, "ways.budget_cell"), say(lang, "ways.budget_cell_folder"))
    if lang == "zh":
        return _bare(by_file(text, lang, origin), origin)
    for table, label in labels.items():
        text = text.replace(f"{table}: ", f"{label}: ")
    return text


def _bare(text: str, origin: Origin | None) -> str:
    """Inside of brackets a table's file and title without brackets of their own."""
    for table in origin.labels if origin else ():
        name = table_name("zh", table, origin)
        text = text.replace(f"（{name}，", f"（{name.replace('（', ' ').replace('）', '表')}，")
    return text


def gain_words(one: WayOut, lang: Lang, row: int | None = None) -> str:
    """What it brings, the most important first: "at least" what is not proven to be all; and what of it is beyond the smaller
    way out, where its ``row`` in the table is given."""
    text = say(lang, "ways.comma").join(_parts(one.gain, lang, proven=one.proven))
    if row is not None and one.beyond is not None:
        key = "ways.beyond" if one.proven and one.beyond.proven else "ways.beyond_so_far"
        text = say(lang, key, gain=text, row=row, more=_difference(one.gain, one.beyond.gain, lang))
    return text


def closes_all(one: WayOut) -> bool:
    """Whether nothing is left of any kind of gap that it closes some of."""
    kinds = [name for name in _GAPS if getattr(one.gain, name) > 0]
    return bool(kinds) and set(kinds) <= set(one.gain.whole)


def kinds_words(tried: Mapping[str, int], lang: Lang) -> str:
    """What was tried, by kind, with numbers."""
    return listing(lang, [say(lang, f"ways.kind.{kind}", count=count) for kind, count in tried.items()])


def _parts(gain: Gain, lang: Lang, *, proven: bool) -> list[str]:
    parts = [say(lang, "ways.gain.complete")] if gain.complete else []
    for name in _GAPS:
        if getattr(gain, name) > 0:
            text = say(lang, f"ways.gain.{name}", count=getattr(gain, name))
            parts.append(text if proven or name in gain.whole else say(lang, "ways.at_least", gain=text))
    return parts + _choices(gain, lang, proven=proven or gain.coverage > 0)


def _choices(gain: Gain, lang: Lang, *, proven: bool) -> list[str]:
    rows = [
        ("better", gain.better),
        ("worse", gain.worse),
        ("sections", gain.sections),
        ("first", gain.first_choices),
        ("first_less", -gain.first_choices),
        ("fallbacks", gain.fallbacks),
        ("cost" if proven else "cost_least", gain.cost),
    ]
    shown = rows if gain.cost > 0 else [("worse", gain.worse)]
    return [say(lang, f"ways.gain.{name}", count=count) for name, count in shown if count > 0]


def _difference(more: Gain, less: Gain, lang: Lang) -> str:
    counts = {name: getattr(more, name) - getattr(less, name) for name in _GAPS}
    if more.coverage == less.coverage:
        counts = {"cost": more.cost - less.cost}
    parts = [say(lang, f"ways.more.{name}", count=count) for name, count in counts.items() if count > 0]
    return listing(lang, parts)
