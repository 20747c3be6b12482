"""``kehou generate``: a made-up school."""

from pathlib import Path

import click

from scheduler.cli import options
from scheduler.cli.faults import OK
from scheduler.cli.help import Command
from scheduler.cli.printing import complain
from scheduler.messages import Lang, say


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        options.new_path(),
        options.number("classes", 12, whole=True, least=1),
        options.number("seed", 0, whole=True, least=0),
        options.force(),
    ]
    return Command("generate", lang, run, params)


def run(lang: Lang, path: Path, classes: int, seed: int, force: bool) -> int:
    """Make the school and write it in the form that the path's ending names."""
    from scheduler.files import save_school
    from scheduler.generate import generate

    school = generate(classes, seed)
    save_school(school, path, lang=lang, force=force)
    counts = {"classes": len(school.classes), "students": len(school.students), "teachers": len(school.teachers)}
    complain(say(lang, "cli.generate_done", path=path, **counts))
    return OK
