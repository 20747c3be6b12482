"""What the verifier has to say: breaches, the goals' values, and their words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from models.policy import Goal
from scheduler.messages import Lang, say
from scheduler.messages.names import weekday_name

_BETWEEN_CHINESE = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")

#: What a cell without content is, as a blank of a sentence.
NOTHING = "—"

#: Blanks whose value is one of the program's own words, and so is spoken in the reader's language.
_WORDS = frozenset({"goal", "kind", "column"})


@dataclass(frozen=True)
class Breach:
    """One thing that is wrong with a plan.

    ``rule`` is ``R1`` … ``R14``, ``files`` (the tables do not fit together) or ``scores`` (a wrong figure). ``key`` is a
    sentence of the message room ``verify`` and ``args`` fill its blanks. ``where`` holds the ids, joined by ``;``.
    """

    rule: str
    key: str
    where: str
    args: Mapping[str, str | int] = field(default_factory=dict[str, str | int])


Breaches = Iterator[Breach]


@dataclass(frozen=True)
class Report:
    """Everything that was found wrong, and every goal's value as recomputed from the files."""

    breaches: tuple[Breach, ...]
    scores: dict[Goal, int]

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.breaches


def breach(key: str, *where: object, **args: str | int) -> Breach:
    """A breach; the part of ``key`` before its first dot is the rule, ``where`` the ids that it is about."""
    return Breach(rule=key.split(".")[0], key=key, where=";".join(str(part) for part in where), args=args)


def apart(found: Sequence[Breach], others: Sequence[Breach]) -> tuple[tuple[Breach, ...], tuple[Breach, ...]]:
    """Those of the breaches ``found`` that are not among the ``others``, and those that are, whatever their figures."""
    known = {(one.key, one.where) for one in others}
    new = tuple(one for one in found if (one.key, one.where) not in known)
    return new, tuple(one for one in found if (one.key, one.where) in known)


def _word(name: str, value: str | int, lang: Lang) -> str | int:
    """A blank in the reader's language; ids and numbers as they are."""
    if value == NOTHING:
        return say(lang, "verify.blank")
    if name == "weekday":
        return weekday_name(lang, int(value))
    return say(lang, f"verify.{name}.{value}") if name in _WORDS else value


def describe(breach: Breach, lang: Lang) -> str:
    """The breach in words."""
    args = {name: _word(name, value, lang) for name, value in breach.args.items()}
    found = say(lang, f"verify.{breach.key}", **args)
    # spaces set ids apart from Chinese text; names need none
    return _BETWEEN_CHINESE.sub("", found) if lang == "zh" else found
