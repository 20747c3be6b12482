"""What was arranged for single dates after a plan was posted: substitutes, swaps, sessions not held."""

from datetime import date, datetime
from typing import Literal, NamedTuple, get_args

from models.row import Frozen

ChangeKind = Literal["leader", "escort", "carer", "duty"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)

#: The columns of ``changes.csv``, in order, with the field of :class:`Change` that each holds.
LEDGER_COLUMNS: dict[str, str] = {
    "date": "date",
    "what": "what",
    "from": "was",
    "to": "now",
    "reason": "reason",
    "when": "when",
}


class Task(NamedTuple):
    """A task of one date, as the ledger's ``what`` names it: ``ids`` are a session, a slot and a room, or a post."""

    kind: ChangeKind
    ids: tuple[str, ...]


class Change(Frozen):
    """One task of one date that passes from a person to another.

    ``what``: ``leader:<session>``, ``escort:<session>``, ``carer:<slot>;<room>`` or ``duty:<post>``. ``was`` and ``now``
    are people's ids, None = nobody: a session whose leader is nobody is not held that day. ``when`` it was written down,
    with its time zone.
    """

    date: date
    what: str
    was: str | None
    now: str | None
    reason: str
    when: datetime

    @property
    def task(self) -> Task:
        """``what``, taken apart. Raises ValueError where it is not written as it should be."""
        return read_task(self.what)


def read_task(what: str) -> Task:
    """A task from the words of the ledger. Raises ValueError."""
    head, _, rest = what.partition(":")
    ids = tuple(part.strip() for part in rest.split(";"))
    if head not in CHANGE_KINDS or not all(ids) or len(ids) != (2 if head == "carer" else 1):
        raise ValueError(what)
    return Task(head, ids)


def write_task(kind: ChangeKind, *ids: str) -> str:
    """A task in the words of the ledger."""
    return f"{kind}:{';'.join(ids)}"
