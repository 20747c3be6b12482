"""``kehou completion``: what a shell needs to complete commands, options and their words with the tab key."""

import click
from click.shell_completion import get_completion_class

from scheduler.cli.faults import OK
from scheduler.cli.help import Command, Words
from scheduler.messages import Lang

SHELLS = ("bash", "zsh", "fish")
#: Set by the script below while the shell asks; click answers then, before any command runs.
VARIABLE = "_KEHOU_COMPLETE"


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    return Command("completion", lang, run, [click.Argument(["shell"], type=Words(SHELLS), metavar="SHELL")])


def run(_lang: Lang, shell: str) -> int:
    """Print the script of a shell."""
    script = get_completion_class(shell)
    assert script is not None
    names = {"complete_func": "_kehou_completion", "complete_var": VARIABLE, "prog_name": "kehou"}
    click.echo(script(click.Command("kehou"), {}, "kehou", VARIABLE).source_template % names)
    return OK
