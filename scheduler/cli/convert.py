"""``kehou convert``: one form of an instance into another."""

from pathlib import Path
from typing import Literal

import click

from scheduler.cli import options
from scheduler.cli.faults import OK
from scheduler.cli.guard import keep_apart
from scheduler.cli.help import Command, Words
from scheduler.cli.printing import complain
from scheduler.messages import Lang, say


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        options.instance(),
        options.new_path(),
        click.Option(["--encoding"], type=Words(("utf-8", "gb18030")), default="utf-8", metavar="utf-8|gb18030"),
        options.force(),
    ]
    return Command("convert", lang, run, params)


def run(lang: Lang, instance: Path, path: Path, encoding: str, force: bool) -> int:
    """Read one form, write the other, with headings in the language."""
    from scheduler.files import load_school, save_school

    keep_apart(path, instance)
    bytes_as: Literal["utf-8-sig", "gb18030"] = "gb18030" if encoding == "gb18030" else "utf-8-sig"
    save_school(load_school(instance), path, lang=lang, force=force, encoding=bytes_as)
    complain(say(lang, "cli.convert_done", path=path))
    return OK
