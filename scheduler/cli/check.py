"""``kehou check``: every fault of an instance at once, then what is provably short."""

from dataclasses import asdict
from pathlib import Path

import click

from models.checks_term import too_long
from models.school import School
from scheduler.cli import options
from scheduler.cli.faults import CHECK_SECONDS, GAPS, INPUT, OK, PINS, explain
from scheduler.cli.help import Command
from scheduler.cli.notes import all_notes
from scheduler.cli.printing import complain, give_json, item
from scheduler.cli.region import judged
from scheduler.errors import InputFault, PinConflict
from scheduler.messages import Lang, say


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    return Command("check", lang, run, [options.instance(), options.as_json()])


def run(lang: Lang, instance: Path, as_json: bool, *, advise: bool = True) -> int:
    """Say what is wrong (1), which pins contradict the rules (3), what is short or against the region's rules (6), or that nothing is (0)."""
    from scheduler.evident_pins import all_pins
    from scheduler.files import load_with_doubts
    from scheduler.hours.off import doubts
    from scheduler.options import Options
    from scheduler.shortages import describe, shortages

    try:
        school, origin, doubted = load_with_doubts(instance)
        region = judged(school, instance, lang)
    except InputFault as error:
        if not as_json:
            raise
        give_json({"faults": _faults(error, lang), **_pins(None), "shortages": [], "region": [], "warnings": []})
        return INPUT
    found = shortages(school)
    warned = [*warnings(school, lang), *doubts(school, lang), *region.warnings]
    noted = all_notes(school, doubted, lang, found)
    clash = None
    if all_pins(school):
        from scheduler.conflict import contradiction  # loads the solver, which takes a second

        complain(say(lang, "search.pins"))
        clash = contradiction(school, Options(time_limit=CHECK_SECONDS, lang=lang, origin=origin))
    if as_json:
        short = [asdict(one) | {"sentence": describe(one, lang, school)} for one in found]
        give_json(
            {"faults": [], **_pins(clash), "shortages": short, "region": region.data, "warnings": [*warned, *noted]}
        )
    else:
        complain(*(say(lang, "cli.warning", text=text) for text in warned))
        if noted:
            complain(say(lang, "cli.check_notes"), *map(item, noted))
        if clash:
            complain(*explain(clash, lang)[0])
        if found:
            complain(say(lang, "cli.shortages_besides" if clash else "cli.shortages", count=len(found)))
            complain(*(item(describe(one, lang, school)) for one in found))
            if advise:
                complain(say(lang, "cli.shortages_pins_first" if clash else "cli.shortages_next", instance=instance))
        if region.broken:
            complain(say(lang, "cli.region_broken", count=len(region.broken)))
            complain(*map(item, region.broken))
        if not (clash or found or region.broken):
            complain(say(lang, "cli.check_good_notes", count=len(noted)) if noted else say(lang, "cli.check_good"))
            if advise:
                complain(say(lang, "cli.check_next", instance=instance))
    return PINS if clash else GAPS if found or region.broken else OK


def _pins(clash: PinConflict | None) -> dict[str, object]:
    """Pins that contradict the rules: a smallest set, further ones, what else counts towards the limits that these exceed, and whether time ended before all was looked at."""
    if clash is None:
        return {
            "pins": [],
            "other_pins": [],
            "pins_also": [],
            "pin_reasons": [],
            "pins_cut_short": False,
            "pin_mending": [],
        }
    return {
        "pins": clash.pins,
        "other_pins": clash.others,
        "pins_also": clash.also,
        "pin_reasons": clash.reasons,
        "pins_cut_short": clash.cut_short,
        "pin_mending": [line.strip() for line in clash.mending],
    }


def warnings(school: School, lang: Lang) -> list[str]:
    """What may surprise, though nothing is wrong: holidays that are not announced yet; of a year that is likely mistyped this is
    no matter."""
    from scheduler.calendar import announced

    if too_long(school):
        return []
    years = range(school.term.start.year, school.term.end.year + 1)
    return [say(lang, "cli.not_announced", year=year) for year in years if not announced(year)]


def _faults(error: InputFault, lang: Lang) -> list[dict[str, object]]:
    from scheduler.files import describe

    return [
        {"file": p.file, "row": p.row, "column": p.column, "found": p.found, "sentence": describe(p, lang)}
        for p in error.problems
    ]
