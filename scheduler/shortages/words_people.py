"""Shortages of people in words: what is needed, who could lead it, and what keeps others from it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from models.school import School
from models.services import Activity
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    listing,
    person_name,
    post_name,
    slot_name,
)
from scheduler.shortages.kept import LIMIT_SETS, LIMITS, REASONS
from scheduler.shortages.needs import classes_in
from scheduler.shortages.shares import share_words
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.spans import USUAL

#: Of those who are kept from it, so many are named.
_NAMED = 5


def people_blanks(shortage: Shortage, lang: Lang, school: School) -> dict[str, str]:
    """The blanks of a shortage of people that are sentences or lists themselves."""
    blanks: dict[str, str] = {}
    if "whats" in shortage.args:
        blanks["parts"] = parts(shortage, lang, school)
    if shortage.key == "tutoring.leader" or (shortage.kind.startswith(("slot_", "week_")) and "whats" in shortage.args):
        blanks["absent"] = kept_back(shortage, lang, school, some=shortage.available > 0)
    if shortage.key in ("slot", "slot.care"):  # also where there is nobody
        blanks["people"] = _coming(shortage, lang, school)
        each = int(shortage.args.get("each", 1))
        limits = any(f"kept_{why}" in shortage.args for why in LIMIT_SETS)
        blanks["can"] = say(lang, "shortages.can_plan" if limits else "shortages.can_come")
        blanks["each"] = say(lang, "shortages.each") if each > 1 else ""
        blanks |= _unable(shortage, lang, school, blanks)
        blanks["absent"] = _posted(shortage, lang, school) + blanks["absent"]
    if shortage.key in ("week", "week.people"):
        blanks |= {"when": _when(shortage, lang, school), "count": str(len(shortage.names))}
        of = set(_ids(shortage.args["ofs"])) if shortage.kind == "week_strand_leaders" else set[str]()
        alone = len(of) == 1 and "strand" in _ids(shortage.args["whats"])
        name = activity_name(lang, school, *of) if alone else ""
        blanks["of"] = say(lang, "shortages.week_of", activity=name) if alone else ""
        shares = dict(zip(shortage.names, _ids(shortage.args.get("shares", "")), strict=False))
        parents = _ids(shortage.args.get("week_parents", ""))
        blanks["shares"] = share_words(shares, _of_slots(shortage, school), lang, school, parents) if shares else ""
        more = shortage.args.get("more", 0)
        blanks["more"] = say(lang, "remedies.more_people", more=more) if int(more) > 0 else ""
    if shortage.key == "week":
        blanks["adding"] = say(
            lang, f"shortages.add_{'day' if shortage.args['one_day'] else 'week'}", **_adding(shortage)
        )
        blanks["bound"] = "" if "after" in shortage.args else _bound(shortage, lang, school)  # which are others then
        blanks["raise"] = _raise(shortage, lang, school)
        blanks["after"] = say(lang, "shortages.week_after") if "after" in shortage.args else ""
    if shortage.key == "span":
        blanks |= _span(shortage, lang, school)
    if shortage.key == "idle_staff":
        limits = [name for name in ("load", "week", "day") if shortage.args[f"by_{name}"]]
        said = [say(lang, f"shortages.idle_{name}", count=shortage.args[f"by_{name}"]) for name in limits]
        blanks["whys"] = listing(lang, said)
        low = _ids(shortage.args["raised"])
        raised = [say(lang, f"shortages.span_change.{name}", span=USUAL[name]) for name in low]
        changes = listing(lang, raised)
        blanks["changes"] = changes if len(raised) < 2 else say(lang, "shortages.span_changes", changes=changes)
    return blanks


def kept_back(shortage: Shortage, lang: Lang, school: School, *, some: bool) -> str:
    """Who could lead what is needed and is kept from it, by what it is; the first to ask. ``some``: others can come."""

    def who(people: list[str]) -> str:
        known = set(people) <= set(shortage.names)  # the same as are told to be too few
        return say(lang, f"shortages.{'more' if some and not known and shortage.args['slot'] else 'among'}")

    return kept_words(shortage.args, lang, school, who)


def kept_words(args: Mapping[str, str | int], lang: Lang, school: School, who: Callable[[list[str]], str]) -> str:
    """What :mod:`~scheduler.shortages.kept` found, each cause after ``who`` it is about."""
    said = ""
    for why in REASONS:
        people = _ids(args.get(f"kept_{why}", ""))
        if not people:
            continue
        named = listing(lang, [person_name(school, one) for one in people], _NAMED, of="people")
        blanks = {"count": len(people), "who": who(people), "people": named, "span": args["kept_span"]}
        blanks["columns"] = limit_columns(why, lang) if why in LIMIT_SETS else ""
        slots = _ids(args["kept_slots"])
        blanks["slots"] = (
            say(lang, "shortages.one_of", slots=listing(lang, slots)) if len(slots) > 1 else "".join(slots)
        )
        blanks["end"] = _coming_left(args, lang, len(people)) if why == "away" and "kept_left" in args else ""
        none = "_none" if why in ("day", "week", "cap") and args["kept_span"] == 1 else ""
        said += say(lang, f"shortages.kept_{'several_limits' if '+' in why else why}{none}", **blanks)
    return said


def _coming_left(args: Mapping[str, str | int], lang: Lang, count: int) -> str:
    """What is short all the same if so many come."""
    if not args["kept_left"]:
        return say(lang, "remedies.come_enough", count=count)
    return say(lang, "remedies.come_left", count=count, left=args["kept_left"], more=args["kept_more"])


def limit_columns(limits: str, lang: Lang) -> str:
    """The columns of limits that are joined by ``+``."""
    return listing(lang, [say(lang, f"shortages.limit.{one}") for one in limits.split("+")])


def idle_limits(limits: str, span: int, lang: Lang) -> dict[str, str]:
    """The limits of leaders for which a club cannot run, and what they cannot do with these."""
    some = say(lang, f"shortages.idle_{'some' if '+' in limits else 'one'}", columns=limit_columns(limits, lang))
    return {"columns": some, "cannot": say(lang, "shortages.idle_cannot", span=span)}


def _unable(shortage: Shortage, lang: Lang, school: School, blanks: dict[str, str]) -> dict[str, str]:
    """Who can come and has none of the skills, where that is anybody: they are not told to be away, and could learn it."""
    unable, can = _ids(shortage.args["unable"]), {"can": say(lang, "shortages.can_lead")}
    if not unable:
        return can if shortage.args["unskilled"] else {}
    wanted = listing(lang, [activity_name(lang, school, a) for a in _ids(shortage.args["able"])], _NAMED)
    named = listing(lang, [person_name(school, one) for one in unable], _NAMED, of="people")
    told = say(lang, "shortages.unable", count=len(unable), people=named, activities=wanted)
    return can | {"absent": blanks.get("absent", "") + told}


def _posted(shortage: Shortage, lang: Lang, school: School) -> str:
    """Who alone may fill the post that people are needed for meanwhile, and who of the duty staff else could, if it were among theirs."""
    if "duty_post" not in shortage.args:
        return ""
    post = post_name(lang, school, str(shortage.args["duty_post"]))
    could, people = _ids(shortage.args["duty_others"]), _ids(shortage.args["duty_people"])
    named = [listing(lang, [person_name(school, one) for one in some], _NAMED, of="people") for some in (people, could)]
    if not could:
        return say(lang, "shortages.duty_only", post=post, people=named[0])
    end = say(lang, "shortages.duty_enough" if shortage.args["duty_enough"] else "shortages.duty_ask")
    return say(lang, "shortages.duty_others", post=post, people=named[0], others=named[1], count=len(could), end=end)


def _bound(shortage: Shortage, lang: Lang, school: School) -> str:
    """Which limit, or which limits alike, are the tightest for how many of those who can lead, and how large; nothing where they
    are none for anybody."""
    found: dict[str, list[int]] = {}
    slots = [school.slot_by_id[s] for s in _ids(shortage.args["slots"])]
    said, told = _bound_both(shortage, lang, school)
    for one in school.teachers:
        if one.teacher_id in shortage.names and one.teacher_id not in told:
            days = Counter(slot.weekday for slot in slots if slot.slot_id not in one.unavailable)
            caps = {"day": sum(min(n, one.max_sessions_day) for n in days.values()), "week": one.max_sessions_week}
            caps |= {} if one.max_load is None else {"load": one.max_load - one.day_load}
            least = min(caps.values())
            limit = "+".join(name for name in LIMITS if caps.get(name) == least)
            if least < days.total():
                found.setdefault(limit, []).append(one.max_sessions_day if limit == "day" else least)
    for one in school.instructors:
        if one.instructor_id in shortage.names and one.max_sessions_week < sum(
            s.slot_id in one.available for s in slots
        ):
            found.setdefault("visits", []).append(one.max_sessions_week)
    for limit, sizes in found.items():
        blanks = {"count": len(sizes), "size": _range(lang, sizes), "columns": ""}
        if "+" in limit:
            blanks["columns"] = limit_columns(limit, lang)
        said.append(say(lang, f"shortages.bound_{'several' if '+' in limit else limit}", **blanks))
    escorts = say(lang, "shortages.escorts") if shortage.args.get("escorted") else ""
    return (say(lang, "shortages.bound", limits=listing(lang, said)) if said else "") + escorts


def _bound_both(shortage: Shortage, lang: Lang, school: School) -> tuple[list[str], set[str]]:
    """Whose limits are too small for a block and the other sessions of its day, and who these are."""
    found: dict[tuple[str, str, int, int], list[str]] = {}
    for block, some in zip(*(str(shortage.args.get(name, "")).split(";") for name in ("both_of", "both")), strict=True):
        for who in some.split(",") if some else ():
            one, span = school.teacher_by_id[who], len(school.blocks[block].slots)
            caps = {"day": one.max_sessions_day, "week": one.max_sessions_week}
            caps |= {} if one.max_load is None else {"load": one.max_load - one.day_load}
            least = min(caps.values())
            limits = "+".join(name for name in LIMITS if caps.get(name) == least)
            found.setdefault((block, limits, least, least - span), []).append(who)
    said = [
        say(
            lang,
            f"shortages.bound_both{'_left' if left else ''}",
            count=len(people),
            columns=limit_columns(limits, lang),
            size=size,
            left=left,
            block=block_name(lang, school, block),
        )
        for (block, limits, size, left), people in found.items()
    ]
    return said, {who for people in found.values() for who in people}


def clubs_priced(shortage: Shortage, lang: Lang, school: School) -> dict[str, str]:
    """Block by block how many students teachers alone leave without a club, and what instructors must lead for them."""
    args = shortage.args
    rows = (str(args[f"of_{name}"]).split(";") for name in ("block", "lacking", "sections", "clubs"))
    said: list[str] = []
    for block, lacking, sections, clubs in zip(*rows, strict=True):
        named = listing(lang, [activity_name(lang, school, one) for one in clubs.split(",")])
        cells = {"lacking": int(lacking), "sections": int(sections), "clubs": named}
        said.append(say(lang, "shortages.budget_part", block=block_name(lang, school, block), **cells))
    strands = int(args["strands"])
    told = say(lang, "shortages.budget_strands", strands=strands) if strands else ""
    return {"parts": say(lang, "shortages.limits_between").join(said), "strands": told}


def _adding(shortage: Shortage) -> dict[str, int]:
    return {"add": int(shortage.args["add"]), "usual": int(shortage.args["usual"])}


def _of_slots(shortage: Shortage, school: School) -> list[str]:
    return [slot for slot in school.slot_by_id if slot in _ids(shortage.args["slots"])]


def _when(shortage: Shortage, lang: Lang, school: School) -> str:
    """When the sessions are: the slots of a single day, or the few of the week that they can be in."""
    slots = _of_slots(shortage, school)
    one_day = len({school.slot_by_id[slot].weekday for slot in slots}) == 1
    if not one_day and (len(slots) > _NAMED or len(slots) == len(school.slots)):
        return say(lang, "shortages.when_week")
    named = listing(lang, [slot_name(lang, school, slot) for slot in slots])
    return say(lang, f"shortages.when_{'day' if one_day else 'slots'}", slots=named)


def _raise(shortage: Shortage, lang: Lang, school: School) -> str:
    """What higher limits by the counts are enough for it; nothing where only those of some are, or none."""
    given = [(limit, shortage.args[f"raise_{limit}"]) for limit in LIMITS if f"raise_{limit}" in shortage.args]
    if not given:
        return ""
    said = [say(lang, f"shortages.span_change.{limit}", span=value) for limit, value in given]
    changes = listing(lang, said)
    changes = changes if len(said) < 2 else say(lang, "shortages.span_changes", changes=changes)
    if few := [person_name(school, one) for one in _ids(shortage.args.get("few", ""))]:
        people = listing(lang, few, _NAMED, of="people")
        return say(lang, "shortages.week_raise_few", count=len(few), people=people, changes=changes)
    return say(lang, "shortages.week_raise", changes=changes)


def _range(lang: Lang, sizes: list[int]) -> str:
    least, most = min(sizes), max(sizes)
    return str(least) if least == most else say(lang, "shortages.range", least=least, most=most)


def _coming(shortage: Shortage, lang: Lang, school: School) -> str:
    """Who can come; of those with a child to fetch, how many at most."""
    return _people(shortage.names, _ids(shortage.args.get("parents", "")), shortage.args.get("stay", ""), lang, school)


def _people(names: Iterable[str], parents: list[str], stay: str | int, lang: Lang, school: School) -> str:
    """All of ``names``, of whom ``stay`` of ``parents`` at most."""
    others = [person_name(school, one) for one in names if one not in parents]
    if not parents:
        return listing(lang, others, of="people") or say(lang, "shortages.nobody")
    named = listing(lang, [person_name(school, one) for one in parents], of="people")
    said = say(lang, "shortages.parents_stay", count=len(parents), stay=stay, parents=named)
    if not others:
        return said
    listed = listing(lang, others, of="people")
    return say(lang, "shortages.parents_beside", others=len(others), people=listed, said=said)


def _span(shortage: Shortage, lang: Lang, school: School) -> dict[str, str]:
    """The blocks that are longer than a limit of a day, and what follows from it."""
    args = shortage.args
    said: list[str] = []
    cells = (str(args[name]).split(";") for name in ("slot", "needs", "haves", "those", "parents_of", "stays"))
    for slot, need, have, those, parents, stay in zip(*cells, strict=True) if args["slot"] else ():
        fetching = [one for one in parents.split(",") if one]
        people = _people([one for one in those.split(",") if one], fetching, stay, lang, school)
        key = "shortages.span_slot" if those else "shortages.span_slot_nobody"
        said.append(say(lang, key, slot=slot_name(lang, school, slot), needed=need, available=have, people=people))
    said += [
        say(lang, "shortages.span_lost", block=block_name(lang, school, block), count=int(count), sections=int(many))
        for block, count, many in zip(*(_ids(args[name]) for name in ("lost_of", "lost", "sections")), strict=True)
    ]
    effects = (
        say(lang, "shortages.span_effects", effects=say(lang, "shortages.limits_between").join(said)) if said else ""
    )
    of_blocks = listing(lang, [block_name(lang, school, block) for block in _ids(args["of_blocks"])])
    children = say(lang, "shortages.span_children") if args["childless"] else ""
    return {"of_blocks": of_blocks, "effects": effects, "children": children} | _span_limits(shortage, lang, school)


def _span_limits(shortage: Shortage, lang: Lang, school: School) -> dict[str, str]:
    """Whose limits are too small for it, which these are, and who with larger ones would be enough."""
    span, few = int(shortage.args["span"]), _ids(shortage.args["few"])
    limits = dict(zip(_ids(shortage.args["people"]), _ids(shortage.args["limits"]), strict=True))
    alike: dict[str, list[str]] = {}
    for one, low in limits.items():
        alike.setdefault(low, []).append(person_name(school, one))
    told: list[str] = []
    for low, names in alike.items():
        both = say(lang, "shortages.span_both") if "+" in low else ""
        blanks = {"columns": limit_columns(low, lang), "people": listing(lang, names, of="people")}
        told.append(say(lang, "shortages.span_limited", count=len(names), span=span, both=both, **blanks))
    atoms = {atom for low in alike for atom in low.split("+")}
    changes = listing(lang, [say(lang, f"shortages.span_change.{one}", span=span) for one in LIMITS if one in atoms])
    every = len(few) == len(limits)
    names = listing(lang, [person_name(school, one) for one in few], len(few), of="people")  # each has to be changed
    return {
        "limited": say(lang, "shortages.limits_between").join(told),
        "changes": changes if len(alike) < 2 else say(lang, "shortages.span_changes", changes=changes),
        "whose": say(lang, f"shortages.span_{'them' if every else 'some'}"),
        "few": "" if every else say(lang, "shortages.span_few", people=names, count=len(few)),
    }


def without_skill(shortage: Shortage, school: School) -> list[Activity]:
    """The activities that are needed, if nobody at all has one of them among their skills; else none."""
    acts = [school.activity_by_id[a] for a in _ids(shortage.args["able"])]
    teachers = {skill for one in school.teachers for skill in one.skills}
    others = {skill for one in school.instructors for skill in one.skills}
    led = (a.activity_id in teachers or (a.activity_id in others and not a.teacher_only) for a in acts)
    nobody = all(a.needs_skill for a in acts) and not any(led)
    return acts if nobody else []


def parts(shortage: Shortage, lang: Lang, school: School) -> str:
    """What is needed, how much of it, and for which classes."""
    columns = (_ids(shortage.args[name]) for name in ("whats", "ofs", "amounts", "per"))
    amounts: dict[tuple[str, str], int] = {}
    spans: dict[tuple[str, str], int] = {}
    classes: dict[tuple[str, str], list[str]] = {}
    for what, of, amount, per, grade in zip(*columns, str(shortage.args["grades"]).split(";"), strict=True):
        part = (what, "" if what == "strands" else of)
        spans[part] = int(per) if what == "clubs" else 1
        amounts[part] = amounts.get(part, 0) + int(amount)
        classes.setdefault(part, []).extend(_classes(shortage, school, what, grade) if grade else ())
    found: list[str] = []
    for (what, of), amount in amounts.items():
        names = {"clubs": block_name, "post": post_name}.get(what, activity_name)
        whose = listing(lang, classes[what, of], of="classes")
        said = say(lang, "shortages.classes", classes=whose) if whose else ""
        key, span = f"shortages.part.{what}", spans[what, of]
        if span > 1:
            key = "shortages.part.clubs_each"
        blanks = {"of": names(lang, school, of), "amount": amount, "classes": said}
        found.append(say(lang, key, sections=amount // span, span=span, **blanks))
    return listing(lang, found)


def _classes(shortage: Shortage, school: School, what: str, grade: str) -> list[str]:
    """The grade's classes of which somebody stays in one of the slots in which it does this."""
    kind = "homework" if what == "homework" else "strand"
    slots = [s for s in _ids(shortage.args["slots"]) if s in school.slots_of(grade, kind)]
    return list(dict.fromkeys(one for slot_id in slots for one in classes_in(school, grade, slot_id)))


def _ids(value: str | int) -> list[str]:
    return str(value).split(";") if value != "" else []
