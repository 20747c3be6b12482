"""A shortage in words."""

from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    listing,
    person_name,
    post_name,
    room_name,
    slot_name,
    weekday_name,
)
from scheduler.shortages.shortage import Shortage

#: Shortages of people with a sentence of their own where there is nobody at all.
_WITHOUT_ANYBODY = frozenset({"slot", "week", "duty_day"})


def describe(shortage: Shortage, lang: Lang, school: School) -> str:
    """One sentence for a vice-principal; students by id, everybody else by name."""
    blanks = {"needed": str(shortage.needed), "available": str(shortage.available)}
    blanks |= {name: _blank(name, value, lang, school) for name, value in shortage.args.items()}
    if "whats" in shortage.args:
        blanks["parts"] = _parts(shortage, lang, school)
    if "classes" in shortage.args:
        users = _ids(shortage.args["classes"])
        users += [block_name(lang, school, b) for b in _ids(shortage.args["blocks"])]
        users += [activity_name(lang, school, a) for a in _ids(shortage.args["activities"])]
        blanks["users"] = listing(lang, users)
    if "away" in shortage.args:
        who = listing(lang, [person_name(school, p) for p in _ids(shortage.args["away"])], of="people")
        blanks["away"] = say(lang, "shortages.away", people=who) if who else ""
    key = f"{shortage.key}.nobody" if shortage.key in _WITHOUT_ANYBODY and shortage.available <= 0 else shortage.key
    if key == "week.nobody" and not _anybody_skilled(shortage, school):
        key = "week.no_skill"
    return say(lang, f"shortages.{key}", **blanks)


def _anybody_skilled(shortage: Shortage, school: School) -> bool:
    """Whether somebody has one of the activities among their skills, or may lead one without."""
    acts = [school.activity_by_id[a] for a in _ids(shortage.args["ofs"]) if a in school.activity_by_id]
    skills = {skill for one in (*school.teachers, *school.instructors) for skill in one.skills}
    return not acts or any(not a.needs_skill or a.activity_id in skills for a in acts)


def _ids(value: str | int) -> list[str]:
    return str(value).split(";") if value != "" else []


def _blank(name: str, value: str | int, lang: Lang, school: School) -> str:
    match name:
        case "people":
            return listing(lang, [person_name(school, p) for p in _ids(value)], of="people") or say(
                lang, "shortages.nobody"
            )
        case "rooms":
            return listing(lang, [room_name(school, r) for r in _ids(value)], of="rooms") or say(lang, "shortages.none")
        case "activity" | "activities":
            return listing(lang, [activity_name(lang, school, a) for a in _ids(value)])
        case "posts":
            return listing(lang, [post_name(lang, school, p) for p in _ids(value)])
        case "students":
            return listing(lang, _ids(value), of="people")
        case "class_ids":
            return listing(lang, _ids(value), of="classes")
        case "slot" | "slots":
            return listing(lang, [slot_name(lang, school, s) for s in _ids(value)])
        case "block":
            return block_name(lang, school, str(value))
        case "weekday":
            return weekday_name(lang, int(value))
        case "what":
            return say(lang, f"shortages.what.{value}")
        case _:
            return str(value)


def _parts(shortage: Shortage, lang: Lang, school: School) -> str:
    found: list[str] = []
    columns = (_ids(shortage.args[name]) for name in ("whats", "ofs", "amounts"))
    for what, of, amount in zip(*columns, strict=True):
        name = of
        if what == "clubs":
            name = block_name(lang, school, of)
        elif what == "post":
            name = post_name(lang, school, of)
        elif what != "strands":
            name = activity_name(lang, school, of)
        found.append(say(lang, f"shortages.part.{what}", of=name, amount=amount))
    return listing(lang, found)
