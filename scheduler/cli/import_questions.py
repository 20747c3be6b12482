"""Asking what only the user can tell: which of two students of one name, which club."""

import sys
from collections.abc import Sequence

import click

from scheduler.cli.printing import complain
from scheduler.imports.sheet import Question
from scheduler.imports.text import question
from scheduler.messages import Lang, say


def can_ask() -> bool:
    """Whether there is somebody at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def is_seen() -> bool:
    """Whether messages go to a terminal, and into no file."""
    return sys.stderr is not None and sys.stderr.isatty()


def answered(lang: Lang, questions: Sequence[Question]) -> dict[str, str]:
    """The answer to each question: the id that is meant, blank to pass over."""
    return {one.key: _ask(lang, one) for one in questions}


def _ask(lang: Lang, one: Question) -> str:
    complain(*question(lang, one))
    while True:
        typed = click.prompt(say(lang, "cli.import_choose"), default="", show_default=False, err=True)
        if not typed.strip():
            return ""
        if typed.strip().isdecimal() and 1 <= int(typed) <= len(one.options):
            return one.options[int(typed) - 1][0]
        complain(say(lang, "cli.import_not_a_number", count=len(one.options)))
