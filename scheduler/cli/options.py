"""Options and arguments that several commands share, and the types of their values."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from math import isnan
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from scheduler.cli.help import UsageFault

#: No more names than that of what lies where nothing was found.
_BESIDE = 8

_DAYS = 7


class Number(click.ParamType[Any]):
    """A number within limits; ``whole`` for whole ones; ``above`` excludes the limit, ``least`` and ``most`` include it."""

    name = "number"

    def __init__(
        self, *, whole: bool, least: float | None = None, above: float | None = None, most: float = 2**31 - 1
    ) -> None:
        self._read: Callable[[Any], float] = int if whole else float
        self._whole = whole
        self._least = least
        self._above = above
        self._most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; anything else is a usage error."""
        try:
            number = self._read(value)
        except ValueError:
            raise UsageFault("want_whole" if self._whole else "want_number", param, value=value) from None
        if isnan(number):
            raise UsageFault("want_number", param, value=value)
        if self._above is not None and number <= self._above:
            raise UsageFault("want_above", param, value=value, limit=self._above)
        if self._least is not None and number < self._least:
            raise UsageFault("want_least", param, value=value, limit=self._least)
        if number > self._most:
            raise UsageFault("want_most", param, value=value, limit=self._most)
        return number


class Weekday(click.ParamType[int]):
    """A weekday: 1 to 7 with Monday = 1, or its name in either language."""

    name = "weekday"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Its number; anything else is a usage error."""
        from scheduler.cli.weekdays import weekday_of

        day = weekday_of(str(value))
        if day is None:
            with suppress(ValueError):
                day = int(value)
        if day is None or not 1 <= day <= _DAYS:
            raise UsageFault("want_weekday", param, value=value)
        return day


class Date(click.ParamType[date]):
    """A date as the tables may have it: 2026-09-01, 2026/9/1, 2026年9月1日."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; anything else is a usage error."""
        from pydantic import TypeAdapter, ValidationError

        from models.row import Day

        try:
            return TypeAdapter[date](Day).validate_python(str(value))
        except ValidationError:
            raise UsageFault("want_date", param, value=value) from None


def _beside(path: Path) -> str:
    """What lies where a path was looked for, as far as it may be a school or a plan; the first few names."""
    try:
        every = sorted(path.parent.iterdir())
    except OSError:
        return ""
    likely = [one.name for one in every if one.is_dir() or one.suffix.casefold() in (".xlsx", ".json", ".csv")]
    shown = [name for name in likely if not name.startswith((".", "~"))]
    return ", ".join(shown[:_BESIDE]) + " …" * (len(shown) > _BESIDE)


def _want_plan(path: Path, param: click.Parameter | None) -> None:
    """Raise :class:`UsageFault` unless some of a plan is there; a school's data are told as such."""
    from scheduler.files.plans import A_PLAN_HAS, A_SCHOOL_HAS

    if not any((path / name).is_file() for name in A_PLAN_HAS):
        school = any((path / name).is_file() for name in A_SCHOOL_HAS)
        raise UsageFault("school_no_plan" if school else "not_a_folder", param, path=path)


class Place(click.ParamType[Path]):
    """A path; ``there`` wants something at it, ``folder`` wants that to be the folder of a plan."""

    name = "path"

    def __init__(self, *, there: bool = False, folder: bool = False) -> None:
        self._there = there
        self._folder = folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; one that is not as wanted is a usage error."""
        if not str(value).strip() or "\0" in str(value):
            raise UsageFault("want_path", param)
        path = Path(value)
        if self._there and not path.exists():
            found = _beside(path)
            raise UsageFault("nothing_there_but" if found else "nothing_there", param, path=path, found=found)
        if self._folder:
            _want_plan(path, param)
        return path

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Tells the shell to complete the names of files or folders by itself."""
        return [CompletionItem(incomplete, type="dir" if self._folder else "file")]


def instance() -> click.Argument:
    """INSTANCE: the school's tables."""
    return click.Argument(["instance"], type=Place(there=True), metavar="INSTANCE")


def plan_folder() -> click.Argument:
    """DIR: the folder of a plan."""
    return click.Argument(["folder"], type=Place(there=True, folder=True), metavar="DIR")


def previous(*, required: bool = False) -> click.Option:
    """``--previous``: the folder of an earlier plan."""
    return click.Option(["--previous"], type=Place(there=True, folder=True), required=required, metavar="DIR")


def new_path() -> click.Argument:
    """PATH: what is to be written."""
    return click.Argument(["path"], type=Place(), metavar="PATH")


def out(metavar: str = "DIR") -> click.Option:
    """``--out``."""
    return click.Option(["--out"], type=Place(), required=True, metavar=metavar)


def force() -> click.Option:
    """``--force``."""
    return click.Option(["--force"], is_flag=True)


def as_json() -> click.Option:
    """``--json``."""
    return click.Option(["--json", "as_json"], is_flag=True)


def quiet() -> click.Option:
    """``--quiet``."""
    return click.Option(["--quiet", "-q"], is_flag=True)


def number(name: str, default: float | None, metavar: str = "N", **limits: Any) -> click.Option:
    """An option that takes a number; ``limits`` go to :class:`Number`."""
    return click.Option([f"--{name}"], type=Number(**limits), default=default, metavar=metavar)


def reproducible() -> click.Option:
    """``--reproducible``."""
    return click.Option(["--reproducible"], is_flag=True)


def search() -> list[click.Parameter]:
    """What every command that searches takes: its limits, what it says, and whether it may replace."""
    return [
        number("time-limit", 60, "S", whole=False, above=0),
        number("gap", 0, "G", whole=False, least=0),
        number("seed", 0, whole=True, least=0),
        number("workers", None, whole=True, least=1),
        quiet(),
        as_json(),
        force(),
    ]
