"""``kehou import``: choices from a survey, or a list of students or teachers, merged into an instance."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli import options
from scheduler.cli.faults import INPUT, OK, USAGE
from scheduler.cli.help import Command, UsageFault, Words
from scheduler.cli.import_questions import answered, can_ask, is_seen
from scheduler.cli.printing import complain, console, give_json
from scheduler.messages import Lang, say
from scheduler.messages.names import block_with_day, listing

if TYPE_CHECKING:
    from scheduler.importing import Import, Kind

_KINDS = ("choices", "students", "teachers")
#: Options that go with some kinds only.
_ONLY = {
    "--block": ("choices",),
    "--remove-missing": ("students", "teachers"),
    "--drop-lists": ("students",),
    "--rename": ("students", "teachers"),
}


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        click.Argument(["kind"], type=Words(_KINDS), metavar="KIND"),
        click.Argument(["file"], type=options.Place(there=True), metavar="FILE"),
        options.instance(),
        click.Option(["--block"], metavar="BLOCK"),
        click.Option(["--partial"], is_flag=True),
        click.Option(["--remove-missing"], is_flag=True),
        click.Option(["--drop-lists"], is_flag=True),
        click.Option(["--rename"], is_flag=True),
        click.Option(["--dry-run"], is_flag=True),
        click.Option(["--yes", "-y"], is_flag=True),
        options.as_json(),
    ]
    return Command("import", lang, run, params)


def run(
    lang: Lang,
    kind: "Kind",
    file: Path,
    instance: Path,
    block: str | None,
    partial: bool,
    remove_missing: bool,
    drop_lists: bool,
    rename: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Look, say what will change, ask, write. 0 done, 1 the file has faults, 2 nobody could be asked."""
    given_options = {
        "--block": block,
        "--remove-missing": remove_missing,
        "--drop-lists": drop_lists,
        "--rename": rename,
    }
    for option, given in given_options.items():
        if given and kind not in _ONLY[option]:
            raise UsageFault("not_with_kind", option=option, kind=kind)
    wishes: dict[str, Any] = {"remove_missing": remove_missing, "drop_lists": drop_lists, "rename": rename}
    wishes["block"] = _block(lang, kind, instance, block)
    found = _looked(lang, kind, file, instance, wishes, ask=not yes)
    code, sentence, kept = _decide(lang, found, instance, partial=partial, dry_run=dry_run, yes=yes)
    if as_json:
        from scheduler.cli.import_words import as_data

        written = bool(found.changes) and sentence == "cli.import_done"
        give_json(as_data(lang, found) | {"written": written, "kept": [str(path) for path in kept]})
    complain(say(lang, sentence, path=instance))
    complain(*(say(lang, "cli.import_kept", path=path) for path in kept))
    if code == INPUT and sentence == "cli.import_done":
        complain(say(lang, "cli.import_left"))
    return code


def _block(lang: Lang, kind: "Kind", instance: Path, typed: str | None) -> str | None:
    if typed is None:
        return None
    from scheduler.importing import find_block, read_school

    school = read_school(instance, kind)
    block = find_block(school, typed)
    if block is None:
        blocks = listing(lang, [block_with_day(lang, school, one) for one in school.blocks], len(school.blocks))
        raise UsageFault("no_such_block", option="--block", value=typed, blocks=blocks)
    return block


def _looked(lang: Lang, kind: "Kind", file: Path, instance: Path, wishes: dict[str, Any], *, ask: bool) -> "Import":
    """What would change, with every question answered where there is somebody to ask."""
    from scheduler.importing import look

    answers: dict[str, str] = {}
    while True:
        reading = say(lang, "cli.import_reading", file=file.name)
        screen = console()
        if screen.is_terminal:
            with screen.status(reading):
                found = look(kind, file, instance, answers=answers, **wishes)
        else:
            complain(reading)
            found = look(kind, file, instance, answers=answers, **wishes)
        if not (ask and found.questions and can_ask()):
            return found
        answers |= answered(lang, found.questions)


def _decide(
    lang: Lang, found: "Import", instance: Path, *, partial: bool, dry_run: bool, yes: bool
) -> "tuple[int, str, list[Path]]":
    """Says what will change, asks, and writes: the exit code, the closing sentence, and the copies that are kept."""
    from scheduler.cli.import_words import sentences
    from scheduler.importing import write

    # Names are for whoever has to check them now; what may be kept as a log has none.
    complain(*sentences(lang, found, names=can_ask() and is_seen()))
    code = INPUT if found.problems else OK
    if found.problems and (found.blocked or not partial):
        return INPUT, "cli.import_blocked" if found.blocked else "cli.import_mend", []
    if not found.changes:
        return code, "cli.import_nothing", []
    if dry_run:
        return code, "cli.import_preview", []
    if not yes and not can_ask():
        return code or USAGE, "cli.import_add_yes", []
    if not yes and not click.confirm(say(lang, "cli.import_ask", path=instance), err=True):
        return code, "cli.import_not_written", []
    return code, "cli.import_done", write(found)
