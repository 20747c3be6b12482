"""``kehou init``: a workbook or folder to fill in."""

from pathlib import Path

import click

from scheduler.cli import options
from scheduler.cli.faults import OK
from scheduler.cli.help import Command
from scheduler.cli.printing import complain, typed
from scheduler.messages import Lang, say


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    return Command("init", lang, run, [options.new_path()])


def run(lang: Lang, path: Path) -> int:
    """Write the template; never over anything."""
    from scheduler.files.template import write_template
    from scheduler.packs import shipped

    regions = [pack.title if lang == "zh" else name for name, pack in shipped().items()]
    write_template(path, lang, regions)
    complain(say(lang, "cli.init_done", path=path, command=typed("kehou", "check", path)))
    return OK
