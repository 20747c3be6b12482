"""Finding and reading a pack: one that comes with the program, or a TOML file of the school's own."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from scheduler.errors import InputFault, InputProblem
from scheduler.packs.names import loose, nearest
from scheduler.packs.pack import PERIODS, RULES, SURE, Clause, Document, Pack, Rules, Ruling, misfits

_SUFFIX = ".toml"
_MOST_BYTES = 1_000_000


@cache
def shipped() -> dict[str, Pack]:
    """The packs that come with the program, by name."""
    folder = files("scheduler.packs")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(_SUFFIX)), key=lambda f: f.name)
    return {f.name.removesuffix(_SUFFIX): parse(f.read_text(encoding="utf-8"), f.name) for f in found}


def rules_of(region: str, instance: Path | None = None) -> Rules:
    """The rules of a region: a pack's name, title or alias, or a path of a TOML file.

    The path is looked for in the instance's folder, then beside the instance. Raises :class:`InputFault` with every
    fault of the file; a name that is not known is a fault of the school's settings, with the known names.
    """
    name, pack, folder = _find(region, _folders(instance), _settings_of(instance), "region")
    rulings: list[Ruling] = []
    _gather(name, pack, folder, set(), rulings)
    return Rules(name, pack.title, pack.title_en, tuple(rulings))


def _settings_of(instance: Path | None) -> str:
    if instance is None:
        return "region"
    return "school.toml" if instance.is_dir() else instance.name


def _folders(instance: Path | None) -> list[Path]:
    if instance is None:
        return [Path.cwd()]
    whole = instance.resolve()
    return [whole, whole.parent] if whole.is_dir() else [whole.parent]


def _find(region: str, folders: list[Path], where: str, column: str) -> tuple[str, Pack, Path | None]:
    """The name, the pack, and the folder that it was read from (None: it came with the program)."""
    if region.casefold().endswith(_SUFFIX):
        for folder in folders:
            path = folder / region
            if path.is_file():
                return region, _read(path), path.parent
        raise InputFault([InputProblem(where, None, column, region, "packs.no_such_file")])
    known = {loose(each): name for name, pack in shipped().items() for each in _names(name, pack)}
    name = known.get(loose(region))
    if name is None:
        names: dict[str, str | int] = {"known": ", ".join(shipped()), "nearest": nearest(region, known)}
        raise InputFault([InputProblem(where, None, column, region, "packs.no_such_region", names)])
    return name, shipped()[name], None


def _names(name: str, pack: Pack) -> list[str]:
    return [each for each in (name, pack.title, pack.title_en, *pack.aliases) if each]


def _gather(name: str, pack: Pack, folder: Path | None, seen: set[str], to: list[Ruling]) -> None:
    """The rulings of the packs that one includes, then its own; each pack once."""
    seen.add(name)
    for other in pack.includes:
        found, inner, place = _find(other, [folder] if folder else [], name, "includes")
        if found not in seen:
            _gather(found, inner, place, seen, to)
    to += [Ruling(name, clause, pack.documents[clause.document]) for clause in pack.clauses]


def _read(path: Path) -> Pack:
    try:
        data = path.read_bytes()
        if len(data) > _MOST_BYTES:
            raise InputFault([InputProblem(path.name, None, None, "", "files.too_large")])
        return parse(data.decode("utf-8-sig"), path.name)
    except OSError:
        raise InputFault([InputProblem(path.name, None, None, "", "files.cannot_read")]) from None
    except UnicodeDecodeError:
        raise InputFault([InputProblem(path.name, None, None, "", "files.not_text")]) from None


def parse(text: str, label: str) -> Pack:
    """The pack that a TOML text holds; ``label`` names it in faults. Raises :class:`InputFault` with all of them."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise InputFault([InputProblem(label, int(line[1]) if line else None, None, "", "files.bad_toml")]) from None
    except RecursionError:
        raise InputFault([InputProblem(label, None, None, "", "files.bad_toml")]) from None
    problems = _misfits(data, label)
    try:
        pack = Pack.model_validate(data)
    except ValidationError as error:
        problems += [_problem(item, data, label) for item in error.errors(include_url=False)]
        raise InputFault(problems) from None
    problems += [
        InputProblem(
            label,
            None,
            f"clauses.{number}.document",
            clause.document,
            "packs.no_such_document",
            {"nearest": nearest(clause.document, {name: name for name in pack.documents})},
        )
        for number, clause in enumerate(pack.clauses, 1)
        if clause.document not in pack.documents
    ]
    if problems:
        raise InputFault(problems)
    return pack


def _misfits(data: dict[str, Any], label: str) -> list[InputProblem]:
    clauses: Any = data.get("clauses", [])
    return [
        InputProblem(label, None, f"clauses.{number}.{key}", _shown(clause.get(key)), f"packs.{fault}")
        for number, clause in enumerate(clauses if isinstance(clauses, list) else [], 1)
        if isinstance(clause, dict)
        for key, fault in misfits(cast("dict[str, Any]", clause))
    ]


def _problem(item: Any, data: dict[str, object], label: str) -> InputProblem:
    """A fault of the model as a fault of the input: the keys on the way to it, lists counted from 1."""
    loc: tuple[str | int, ...] = item["loc"]
    kind = str(item["type"])
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in loc)
    found = "" if kind == "missing" else _shown(_at(data, loc))
    args: dict[str, str | int] = {}
    last = str(loc[-1]) if loc else ""
    if kind == "missing":
        wanted = "missing_key"
    elif kind == "extra_forbidden":
        wanted, args["nearest"] = "unknown_key", nearest(last, {key: key for key in _keys(loc)})
    elif kind == "literal_error":
        options = {"rule": RULES, "sure": SURE, "per": PERIODS}[last]
        wanted, args["known"] = "one_of", ", ".join(options)
        args["nearest"] = nearest(found, {option: option for option in options})
    else:
        wanted = {"from": "want_date", "until": "want_date"}.get(last, "want_level" if "levels" in loc else "want_text")
    return InputProblem(label, None, place, found, f"packs.{wanted}", args)


def _keys(loc: tuple[str | int, ...]) -> list[str]:
    model = {"documents": Document, "clauses": Clause}.get(str(loc[0]), Pack) if len(loc) > 1 else Pack
    return [field.alias or name for name, field in model.model_fields.items()]


def _at(data: object, loc: tuple[str | int, ...]) -> object:
    for part in loc:
        if isinstance(data, dict):
            data = cast("dict[str, object]", data).get(str(part))
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = cast("list[object]", data)[part]
    return data


def _shown(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)[:60]
