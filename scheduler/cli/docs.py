"""Writes the pages of ``docs/`` that follow from the code: ``python -m scheduler.cli.docs``."""

import sys
from pathlib import Path

import click

from scheduler.cli.app import COMMANDS, Kehou
from scheduler.cli.packs import documented
from scheduler.cli.tables import markdown, tables
from scheduler.messages import LANGS, Lang, say

_BEGINS, _ENDS = "<!-- generated: rules -->", "<!-- end -->"


def pages() -> dict[str, str]:
    """Each page by its file's name."""
    found: dict[str, str] = {}
    for lang in LANGS:
        ending = ".zh.md" if lang == "zh" else ".md"
        found[f"commands{ending}"] = _commands(lang)
        found[f"tables{ending}"] = _page("tables", markdown(tables(lang), lang), lang)
    return found


def _commands(lang: Lang) -> str:
    program = Kehou(lang)
    parts: list[str] = []
    with click.Context(program, info_name="kehou") as context:
        parts.append(f"```text\n{program.get_help(context).rstrip()}\n```")
        for name in COMMANDS:
            command = program.get_command(context, name)
            if command is not None:
                with click.Context(command, parent=context, info_name=name) as inner:
                    parts.append(f"## kehou {name}\n\n```text\n{command.get_help(inner).rstrip()}\n```")
    return _page("commands", "\n\n".join(parts), lang)


def _page(name: str, body: str, lang: Lang) -> str:
    return f"# {say(lang, f'cli.{name}_title')}\n\n{say(lang, f'cli.{name}_intro').strip()}\n\n{body}\n"


def with_packs(text: str, lang: Lang) -> str:
    """The page on packs with its generated part brought up to date."""
    head, rest = text.split(_BEGINS, 1)
    return f"{head}{_BEGINS}\n\n{documented(lang)}\n\n{_ENDS}{rest.split(_ENDS, 1)[1]}"


def write(folder: Path) -> None:
    """Write every page into a folder."""
    for lang in LANGS:
        path = folder / f"packs{'.zh' if lang == 'zh' else ''}.md"
        if path.exists():
            path.write_text(with_packs(path.read_text(encoding="utf-8"), lang), encoding="utf-8", newline="\n")
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
