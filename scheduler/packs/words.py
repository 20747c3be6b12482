"""Findings, clauses and packs in words."""

from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import listing, person_name, slot_name, weekday_names
from scheduler.packs.finding import Finding, Unchecked
from scheduler.packs.pack import VALUES, Rules, Ruling

_MOST_PEOPLE = 20
#: Sentences about some grades, and those about all the grades of the school that a clause is for.
_OF_GRADES, _TOGETHER = {"late", "evening_late"}, {"short_day", "ends_early"}


def describe(finding: Finding, lang: Lang, school: School) -> str:
    """What is broken, and every clause that says so with how sure its source is."""
    args = {name: _blank(name, value, lang, school) for name, value in finding.args.items()}
    if "people" in args:
        args["people"] = _people(finding, lang, school)
    if finding.key in _OF_GRADES:
        args["grades"] = _grades(str(finding.args["grades"]).split(";"), lang)
    if finding.key in _TOGETHER:
        some = any(ruling.clause.levels for ruling in finding.rulings)
        args["whole"] = say(lang, "packs.those_grades" if some else "packs.whole_school")
    what = say(lang, f"packs.{finding.key}", **args)
    sources = [citation(ruling, lang) for ruling in finding.rulings]
    return say(lang, "packs.finding", what=what, sources=say(lang, "packs.between").join(sources))


def describe_unchecked(unchecked: Unchecked, lang: Lang, school: School) -> str:
    """Which rule could not be looked at, and why."""
    args = {name: _blank(name, value, lang, school) for name, value in unchecked.args.items()}
    why = say(lang, f"packs.{unchecked.key}", **args)
    return say(lang, "packs.unchecked", rule=rule_words(unchecked.ruling, lang), why=why)


def citation(ruling: Ruling, lang: Lang) -> str:
    """Document, number and clause, and how sure the source is."""
    document, clause = ruling.document, ruling.clause
    title = document.title if lang == "zh" else document.title_en or document.title
    named = say(lang, "packs.numbered", title=title, number=document.number) if document.number else title
    text = clause.clause if lang == "zh" else clause.clause_en or clause.clause
    return say(lang, "packs.citation", document=named, clause=text, sure=sure_words(ruling, lang))


def sure_words(ruling: Ruling, lang: Lang) -> str:
    """How sure a clause's source is."""
    return say(lang, f"packs.sure_{ruling.sure.replace(' ', '_')}")


def title(rules: Rules, lang: Lang) -> str:
    """A pack's title in a language, or the only one that it has."""
    return rules.title if lang == "zh" else rules.title_en or rules.title


def rule_words(ruling: Ruling, lang: Lang) -> str:
    """What a clause wants, for whom."""
    clause = ruling.clause
    unit = say(lang, f"packs.per_{clause.per}") if clause.per else ""
    text = say(lang, f"packs.rule_{clause.rule}", value=_value(ruling), unit=unit)
    if not clause.levels:
        return text
    return say(lang, "packs.for_levels", rule=text, levels=listing(lang, [str(n) for n in clause.levels], most=12))


def _value(ruling: Ruling) -> str:
    kind = VALUES.get(ruling.clause.rule, ("", None))[0]
    return f"{ruling.value:%H:%M}" if kind == "time" else str(ruling.value)


def _people(finding: Finding, lang: Lang, school: School) -> str:
    """Each person with their own figure."""
    people, figures = (str(finding.args[name]).split(";") for name in ("people", "found"))
    pairs = zip(people, figures, strict=True)
    named = [say(lang, "packs.person_figure", name=person_name(school, one), figure=figure) for one, figure in pairs]
    return listing(lang, named, _MOST_PEOPLE, "people")


def _grades(grades: list[str], lang: Lang) -> str:
    """Grades in a sentence: bare numbers get the word for a grade."""
    named = listing(lang, grades, most=12)
    if not all(grade.isdigit() for grade in grades):
        return named
    return say(lang, "packs.grade" if len(grades) == 1 else "packs.grades", grades=named)


def _blank(name: str, value: str | int, lang: Lang, school: School) -> str | int:
    match name:
        case "slot":
            return slot_name(lang, school, str(value))
        case "person":
            return person_name(school, str(value))
        case "weekdays":
            return weekday_names(lang, map(int, str(value).split(";")))
        case "dates":
            return listing(lang, str(value).split(";"))
        case "grades":
            return listing(lang, str(value).split(";"), most=12)
        case "unit" | "per":
            return say(lang, f"packs.{value}")
        case _:
            return value
