"""A fault of the input, as data: where it is, what was found, what is wanted."""

from pydantic import Field

from models.row import Frozen


class Fault(Frozen):
    """One fault. ``wanted`` is a key of the message catalogue and ``args`` fill its blanks.

    ``table`` is a field of :class:`models.school.School` (``school`` for its settings); ``index`` counts the
    table's rows from 0 and is None where the fault belongs to no row; ``column`` is an English column name.
    """

    table: str
    index: int | None = None
    column: str | None = None
    found: str = ""
    wanted: str
    args: dict[str, str | int] = Field(default_factory=dict[str, str | int])
