"""Commands whose help and usage errors are in the chosen language, each with a worked example."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem

from scheduler.messages import Lang, catalogue, say

#: Columns of the narrowest terminal that help is written for.
_TERMINAL = 80
#: Columns that the last line of a broken text fills at least.
_LEAST = 12
#: What stays together on a line: words, blanks, wide characters with the marks that may not begin a line.
_PIECES = re.compile(r"[!-~]+[，。；：、）]*|\s+|.[，。；：、）]*")


def width(text: str) -> int:
    """Columns that a text takes in a terminal: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, columns: int) -> str:
    """The text filled with blanks to a number of columns."""
    return text + " " * (columns - width(text))


class Command(click.Command):
    """A command with its texts in the catalogue under ``cli.<name>_help``, ``_example`` and ``cli.opt_<option>``.

    ``run`` gets the language and the parameters' values, and returns the exit code.
    """

    def __init__(
        self,
        name: str,
        lang: Lang,
        run: Callable[..., int],
        params: Sequence[click.Parameter],
        *,
        language: bool = True,
    ) -> None:
        def callback(**values: Any) -> int:
            return run(lang, **values)

        settings = {"allow_extra_args": True}  # to be refused in the chosen language
        super().__init__(name, settings, params=[*params, language_option()], callback=callback, add_help_option=False)
        self.lang: Lang = lang
        self.params.append(help_option())

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, unless there is more on its line than it takes."""
        if ctx.args:
            own = f"extra_{self.name}"
            known = f"cli.{own}" in catalogue(self.lang)
            raise UsageFault(own if known else "extra_arguments", extra=" ".join(ctx.args))
        return super().invoke(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the command does, beside its name where a shell completes it."""
        return say(self.lang, f"cli.{self.name}_short")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what the command does, its parameters, an example."""
        parts = [
            f"{say(self.lang, 'cli.usage')} {ctx.command_path} {' '.join(usage_pieces(self))}",
            indented(say(self.lang, f"cli.{self.name}_help")),
            f"{say(self.lang, 'cli.parameters')}\n{parameter_lines(self, self.lang)}",
            f"{say(self.lang, 'cli.example')}\n{indented(say(self.lang, f'cli.{self.name}_example'))}",
        ]
        formatter.write("\n\n".join(parts) + "\n")


def language_option() -> click.Option:
    """``--lang``, which :mod:`scheduler.cli.language` has read already; here it is checked and documented."""
    return click.Option(["--lang"], type=Words(("zh", "en")), expose_value=False, metavar="zh|en")


def help_option() -> click.Option:
    """``--help``."""

    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(ctx.get_help().rstrip("\n"))
            ctx.exit()

    return click.Option(["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, callback=show)


class Words(click.ParamType[str]):
    """One of a few words."""

    name = "word"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word itself; any other is a usage error."""
        if value not in self.words:
            raise UsageFault("not_a_word", param, value=value, words=", ".join(self.words))
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that begin so, for the tab key."""
        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


_OF_DATA = frozenset(
    {"which_student", "which_one", "names_like", "no_such_student", "explain_no_person", "explain_no_person_near"}
    | {"no_such_club_near", "no_such_club_known", "not_attended", "no_such_block_of"}
)


class UsageFault(click.UsageError):
    """A fault of the command line as a key of the catalogue, to be said in the chosen language."""

    def __init__(self, key: str, param: click.Parameter | None = None, **blanks: object) -> None:
        super().__init__(key, click.get_current_context(silent=True))
        self.key = f"cli.{key}"
        self.blanks: dict[str, object] = {"param": parameter_name(param) if param else "", **blanks}

    @property
    def of_data(self) -> bool:
        """Whether it is a name that the school's tables do not have: the help of the command cannot tell it."""
        return self.key.removeprefix("cli.") in _OF_DATA


def usage_sentence(error: click.UsageError, lang: Lang) -> str:
    """What is wrong with the command line, in the chosen language."""
    match error:
        case UsageFault():
            return say(lang, error.key, **error.blanks)
        case click.NoSuchOption():
            return say(lang, "cli.no_such_option", param=error.option_name)
        case click.BadOptionUsage():
            return say(lang, "cli.option_needs_value", param=error.option_name)
        case click.MissingParameter() if error.param is not None and error.param.name == "out":
            return say(lang, "cli.missing_out", example="plan" if error.param.metavar == "DIR" else "timetables.xlsx")
        case click.MissingParameter() if error.param is not None:
            return say(lang, "cli.missing_parameter", param=parameter_name(error.param))
        case _:
            return say(lang, "cli.bad_usage")


def parameter_name(param: click.Parameter) -> str:
    """What the user calls a parameter: ``--time-limit``, ``INSTANCE``."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return metavar(param)


def metavar(param: click.Parameter) -> str:
    """The word that stands for a parameter's value."""
    return param.metavar or (param.name or "").upper()


def indented(text: str) -> str:
    """Each line two columns in, broken where it is wider than a terminal; a command to be copied stays whole."""
    lines = (
        part
        for line in _joined(text.strip().splitlines(), _TERMINAL - 2)
        for part in ([line] if line.startswith("kehou ") else wrapped(line, _TERMINAL - 2))
    )
    return "\n".join(f"  {line}".rstrip() for line in lines)


def _joined(lines: Sequence[str], columns: int) -> list[str]:
    """The lines, each that would be broken amid a sentence together with the next, so that no word stands alone."""
    found: list[str] = []
    for line in lines:
        if found and line and line.strip() == line and _goes_on(found[-1], columns):
            found[-1] += (" " if found[-1][-1].isascii() else "") + line
        else:
            found.append(line)
    return found


def _goes_on(line: str, columns: int) -> bool:
    if line.startswith("kehou "):
        return False
    parts = wrapped(line, columns)
    return len(parts) > 1 and 2 * width(parts[-1]) < columns and line[-1] not in "。.：:；;"


def wrapped(line: str, columns: int) -> list[str]:
    """A line as several of no more than so many columns, broken at blanks and between wide characters."""
    margin = line[: len(line) - len(line.lstrip())]
    found: list[list[str]] = [[]]
    for piece in _PIECES.findall(line[len(margin) :]):
        if found[-1] and width((margin + "".join(found[-1]) + piece).rstrip()) > columns:
            found.append([])
        if found[-1] or not piece.isspace():
            found[-1].append(piece)
    _fill_last(found, min(_LEAST, columns // 4), columns - width(margin))
    return [(margin + "".join(pieces)).rstrip() for pieces in found]


def _fill_last(lines: list[list[str]], least: int, most: int) -> None:
    """Takes from the line before what the last one lacks, so that it is more than the end of a word."""
    if len(lines) < 2:
        return
    before, last = lines[-2:]
    while len(before) > 1 and width("".join(last)) < least and width(before[-1] + "".join(last)) <= most:
        last.insert(0, before.pop())
    while last[0].isspace():
        last.pop(0)


def usage_pieces(command: click.Command) -> list[str]:
    """The parameters of the usage line: what is required, then the rest."""
    pieces: list[str] = []
    for param in command.params:
        if isinstance(param, click.Option):
            if param.required:
                pieces.append(f"{parameter_name(param)} {metavar(param)}")
        else:
            pieces.append(metavar(param) if param.required else f"[{metavar(param)}]")
    return [*pieces, "[...]"]


def parameter_lines(command: click.Command, lang: Lang) -> str:
    """A paragraph of two columns: each parameter and what it is for, with its default in brackets."""
    rows: list[tuple[str, str]] = []
    for param in command.params:
        key = f"cli.{'opt' if isinstance(param, click.Option) else 'arg'}_{_key(param)}"
        own = f"{key}_{command.name}"
        text = say(lang, own if own in catalogue(lang) else key)
        if _shows_default(param):
            text += f" [{param.default}]"
        rows.append((_signature(param), text))
    column = max(width(left) for left, _ in rows) + 4
    lines: list[str] = []
    for left, text in rows:
        first, *more = (
            part
            for line in _joined(text.splitlines(), _TERMINAL - column)
            for part in wrapped(line, _TERMINAL - column)
        )
        lines.append(f"{pad('  ' + left, column)}{first}")
        lines += [" " * column + line for line in more]
    return "\n".join(lines)


def _key(param: click.Parameter) -> str:
    return parameter_name(param).strip("-").replace("-", "_").lower()


def _signature(param: click.Parameter) -> str:
    if not isinstance(param, click.Option):
        return metavar(param)
    names = ", ".join(sorted(param.opts, key=len))
    return names if param.is_flag else f"{names} {metavar(param)}"


def _shows_default(param: click.Parameter) -> bool:
    return isinstance(param, click.Option) and not param.is_flag and isinstance(param.default, int | float | str)
