"""What was arranged for single dates after a plan was posted: substitutes, swaps, sessions not held."""

from datetime import date, datetime
from typing import Literal, NamedTuple, get_args

from models.row import Frozen

ChangeKind = Literal["leader", "escort", "carer", "duty", "absent"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)

OwnReason = Literal["take", "swap", "cancel", "restore", "absent", "back"]
#: What stands in the column ``reason`` where nobody gave one; it is said in the language of whoever reads.
OWN_REASONS: dict[OwnReason, str] = {reason: f"#{reason}" for reason in get_args(OwnReason)}

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
    """What an entry of the ledger is about: ``ids`` are a session, a slot and a room, a post, or who is absent."""

    kind: ChangeKind
    ids: tuple[str, ...]


class Change(Frozen):
    """One task of one date that passes from a person to another; or somebody's absence on it.

    ``what``: ``leader:<session>``, ``escort:<session>``, ``carer:<slot>;<room>`` or ``duty:<post>``. ``was`` and ``now``
    are people's ids, None = nobody: a session whose leader is nobody is not held that day. With ``absent:<person>`` nobody
    ``now`` means that they are not there on the date, anybody that they are after all. ``when`` it was written down, with
    its time zone.
    """

    date: date
    what: str
    was: str | None
    now: str | None
    reason: str
    when: datetime

    @property
    def is_absence(self) -> bool:
        """Whether it says who is there on the date, and moves no task."""
        return self.what.startswith("absent:")

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
