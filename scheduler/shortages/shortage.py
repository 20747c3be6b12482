"""A shortage, as data."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shortage:
    """Something that no plan can give completely.

    ``kind`` says what is short; ``key`` is the sentence of the catalogue's room ``shortages`` and ``args`` its blanks:
    a text is an id, a list of ids joined by ``;``, or a number; :func:`scheduler.shortages.describe` turns ids into
    names. ``names`` are the ids of whoever or whatever there is of it: people for leaders and duties, rooms, activities
    for seats, students where a student alone is the matter. ``needed`` and ``available`` count the same thing.
    """

    kind: str
    key: str
    names: tuple[str, ...]
    needed: int
    available: int
    args: dict[str, str | int] = field(default_factory=dict[str, str | int])

    @property
    def missing(self) -> int:
        """By how much it falls short."""
        return self.needed - self.available
