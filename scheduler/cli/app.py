"""The program: picks the language, finds the command, and turns what went wrong into words and an exit code."""

import gc
import io
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from scheduler import __version__
from scheduler.cli import faults, language
from scheduler.cli.early import hear, hear_no_more
from scheduler.cli.help import UsageFault, help_option, indented, language_option, pad, usage_sentence, width
from scheduler.cli.printing import complain
from scheduler.messages import Lang, say
from scheduler.spelling import nearest

COMMANDS = (
    "init",
    "import",
    "check",
    "solve",
    "verify",
    "audit",
    "explain",
    "pin",
    "rerun",
    "substitute",
    "diff",
    "log",
    "export",
    "hours",
    "packs",
    "generate",
    "tables",
    "convert",
    "completion",
)

#: When Python looks for garbage that names itself in a circle. There is next to none, and the rows of a school are so many
#: objects that looking as often as usual takes a quarter of the time of reading them.
COLLECT = (50_000, 20, 20)

#: So like a command must a word be to be taken for a slip of it.
_LIKE = 0.75


class Kehou(click.Group):
    """The group of all commands. Each is imported only when it is called."""

    def __init__(self, lang: Lang = "en") -> None:
        super().__init__("kehou", params=[], add_help_option=False, no_args_is_help=False)
        self.lang: Lang = lang
        self.params = [language_option(), _version_option(), help_option()]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order of a first use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command in the chosen language."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"scheduler.cli.{cmd_name}{'_' * iskeyword(cmd_name)}")
        return module.command(self.lang)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; an unknown one is a usage error in the chosen language."""
        if args and args[0] not in COMMANDS and not ctx.resilient_parsing:
            near = nearest(args[0], COMMANDS, _LIKE)
            key = "no_such_command_near" if near else "no_such_command"
            raise UsageFault(key, value=args[0], near=near, commands=", ".join(COMMANDS))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; without one, say what there is."""
        if not ctx._protected_args and not ctx.args:  # pyright: ignore[reportPrivateUsage]
            raise UsageFault("no_command", commands=", ".join(COMMANDS))
        return super().invoke(ctx)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the program is for, its commands, the exit codes."""
        column = max(map(width, COMMANDS)) + 4
        lines = [f"{pad('  ' + name, column)}{say(self.lang, f'cli.{name}_short')}" for name in COMMANDS]
        parts = [
            f"{say(self.lang, 'cli.usage')} {ctx.command_path} {say(self.lang, 'cli.command_metavar')} [...]",
            indented(say(self.lang, "cli.kehou_help")),
            say(self.lang, "cli.commands") + "\n" + "\n".join(lines),
            f"{say(self.lang, 'cli.example')}\n{indented(say(self.lang, 'cli.kehou_example'))}",
            f"{say(self.lang, 'cli.exit_codes')}\n{indented(say(self.lang, 'cli.exit_code_list'))}",
        ]
        formatter.write("\n\n".join(parts) + "\n")

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the program; exits with its code, or returns it where ``standalone_mode`` is off."""
        given = list(sys.argv[1:] if args is None else args)
        if args is None:  # the program itself, not somebody who calls it
            gc.set_threshold(*COLLECT)
        heard = args is None and hear()
        code = run(given, prog_name or "kehou")
        if heard:
            hear_no_more()
        if not standalone_mode:
            return code
        if args is None:
            _leave(code)
        sys.exit(code)


def run(args: list[str], prog_name: str = "kehou") -> int:
    """Run the command line ``args`` and return the exit code. Nothing is ever raised but by a caller's own signals."""
    lang = language.choose(args, os.environ)
    program = Kehou(lang)
    if (
        getattr(sys, "stdout", None) is None
    ):  # closed by the caller: there is nowhere to write to, which is the caller's wish
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # no terminal is too poor for a name; still right in JSON
    try:
        result = click.Group.main(program, args, prog_name, standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        complain(usage_sentence(error, lang))
        if not (isinstance(error, UsageFault) and error.of_data):
            complain(say(lang, "cli.see_help", command=_path(error, prog_name)))
        return faults.USAGE
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the last flush has somewhere to go
        return 0
    except Exception as error:  # the last resort of a program whose users cannot read a traceback
        if os.environ.get("KEHOU_TRACEBACK"):
            raise
        sentences, code = faults.explain(error, lang)
        complain(*sentences)
        return code
    return result if isinstance(result, int) else 0


def _leave(code: int) -> None:
    """End the program at once where a thread still computes whose time is over, since to take the interpreter down under it
    is not safe. What it started ends with its input."""
    if threading.active_count() > 1:
        from scheduler.options import GIVEN_UP

        if any(thread.name.startswith(GIVEN_UP) for thread in threading.enumerate()):
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError, ValueError, AttributeError):  # closed by the caller
                    stream.flush()
            os._exit(code)


def _path(error: click.UsageError, prog_name: str) -> str:
    return error.ctx.command_path if error.ctx else prog_name


def _version_option() -> click.Option:
    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(f"kehou {__version__}")
            ctx.exit()

    return click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show)
