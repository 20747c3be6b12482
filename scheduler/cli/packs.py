"""``kehou packs``: the rules of regions that the program knows, each with its clause and how sure its source is."""

from typing import TYPE_CHECKING

import click

from scheduler.cli import options
from scheduler.cli.faults import OK
from scheduler.cli.help import Command
from scheduler.cli.printing import give, give_json
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from scheduler.packs import Rules, Ruling


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    region = click.Argument(["region"], required=False, metavar="REGION")
    return Command("packs", lang, run, [region, options.as_json()])


def run(lang: Lang, region: str | None, as_json: bool) -> int:
    """List the packs, or every clause of one."""
    from scheduler.packs import rules_of, shipped

    names = [region] if region else list(shipped())
    found = [rules_of(name) for name in names]
    if as_json:
        give_json([_data(rules) for rules in found])
    elif region:
        give(_whole(found[0], lang))
    else:
        give("\n".join(_line(rules, lang) for rules in found))
        give(say(lang, "cli.packs_more"))
    return OK


def documented(lang: Lang) -> str:
    """The kinds of rules and the packs that come with the program, as Markdown."""
    from scheduler.packs import rules_of, shipped
    from scheduler.packs.pack import RULES, VALUES
    from scheduler.packs.words import title

    heads = [say(lang, f"cli.packdoc_{name}") for name in ("rule", "value", "meaning")]
    lines = [f"## {say(lang, 'cli.packdoc_rules')}", "", f"| {' | '.join(heads)} |", "| --- | --- | --- |"]
    for rule in RULES:
        kind = VALUES[rule][0] if rule in VALUES else "none"
        unit = say(lang, "packs.per_lesson")
        meaning = say(lang, f"packs.rule_{rule}", value="N", unit=unit)
        lines.append(f"| `{rule}` | {say(lang, f'cli.packdoc_{kind}')} | {meaning} |")
    lines += ["", f"## {say(lang, 'cli.packdoc_packs')}", ""]
    lines += [f"- `{name}`: {title(rules_of(name), lang)}" for name in shipped()]
    return "\n".join(lines)


def _line(rules: "Rules", lang: Lang) -> str:
    from scheduler.packs.words import sure_words, title

    own = [ruling for ruling in rules.rulings if ruling.pack == rules.name]
    sure = say(lang, "names.comma").join(dict.fromkeys(sure_words(ruling, lang) for ruling in own))
    blanks = {"name": rules.name, "title": title(rules, lang), "count": len(own), "sure": sure}
    if len(own) < len(rules.rulings):
        return say(lang, "cli.packs_line_more", all=len(rules.rulings), **blanks)
    return say(lang, "cli.packs_line", **blanks)


def _whole(rules: "Rules", lang: Lang) -> str:
    from scheduler.packs.words import title

    head = say(lang, "cli.packs_head", name=rules.name, title=title(rules, lang), count=len(rules.rulings))
    return "\n\n".join([head, *(_clause(ruling, lang) for ruling in rules.rulings)])


def _clause(ruling: "Ruling", lang: Lang) -> str:
    from scheduler.packs.words import citation, rule_words

    clause = ruling.clause
    zh = lang == "zh"
    source = ruling.document.source if zh else ruling.document.source_en or ruling.document.source
    says = clause.says if zh else clause.says_en or clause.says
    reading = clause.reading if zh else clause.reading_en or clause.reading
    when = {"start": clause.begins.isoformat(), "end": clause.ends.isoformat() if clause.ends else ""}
    lines = [
        say(lang, "cli.packs_rule", rule=rule_words(ruling, lang)),
        f"  {citation(ruling, lang)}",
        "  " + say(lang, "cli.packs_until" if clause.ends else "cli.packs_from", **when),
        f"  {says}",
        *([say(lang, "cli.packs_reading", reading=reading)] if reading else []),
        say(lang, "cli.packs_source", source=source, pack=ruling.pack),
    ]
    return "\n".join(lines)


def _data(rules: "Rules") -> dict[str, object]:
    clauses = [
        ruling.clause.model_dump(mode="json", by_alias=True)
        | {"pack": ruling.pack, "sure": ruling.sure, "source": ruling.document.source}
        | {"document": ruling.document.title, "number": ruling.document.number}
        for ruling in rules.rulings
    ]
    return {"name": rules.name, "title": rules.title, "title_en": rules.title_en, "clauses": clauses}
