"""Why somebody or something could not: causes, and many of them as one line."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from scheduler.messages import Lang, say
from scheduler.messages.names import MOST_NAMES, Kind, listing

#: With more names than that, and more causes among them than that, each is said briefly, so that people can be grouped by it.
_BRIEF_ABOVE, _CAUSES = 12, 5

_GROUPS = 3
"""With more groups than that of so many people, how many are in each comes before their names."""


@dataclass(frozen=True)
class Such:
    """An example, which each of those with one cause has of their own: ``key`` of the catalogue under ``reasons`` with its blanks."""

    key: str
    blanks: tuple[tuple[str, str | int], ...]

    def words(self, lang: Lang) -> str:
        """The example in words."""
        return say(lang, f"reasons.{self.key}", **dict(self.blanks))


@dataclass(frozen=True)
class Cause:
    """``key`` of the catalogue under ``reasons.cause`` with its ``blanks``; ``brief`` is said where many are listed; ``such``: the
    blank of that name is an example; ``also``: what would stand against them even without it."""

    key: str
    blanks: tuple[tuple[str, str | int], ...] = ()
    brief: str | None = None
    such: Such | None = None
    also: "Cause | None" = None

    def words(self, lang: Lang, short: bool, examples: str = "") -> str:
        """The cause in words. ``examples``: of several who have it, instead of its own."""
        blanks = dict(self.blanks)
        if self.such:
            blanks["such"] = examples or self.such.words(lang)
        told = say(lang, f"reasons.cause.{self.brief if short and self.brief else self.key}", **blanks)
        return told + say(lang, "reasons.also", cause=self.also.words(lang, short)) if self.also else told


def because(key: str, brief: str | None = None, **blanks: str | int) -> Cause:
    """A cause with its blanks."""
    return Cause(key, tuple(blanks.items()), brief)


def grouped(
    lang: Lang,
    causes: Iterable[tuple[str, Cause]],
    name: Callable[[str], str],
    of: Kind = "people",
    *,
    every: bool = False,
    most: int = MOST_NAMES,
) -> str:
    """Names with their cause, those of one cause together; briefly where there are many. ``every``: no name is left out; else
    of each cause no more than ``most`` are named."""
    pairs = list(causes)
    full = {replace(cause, such=cause.such and _ANY).words(lang, False) for _, cause in pairs}
    short = len(pairs) > _BRIEF_ABOVE and len(full) > _CAUSES
    alike: dict[str, list[tuple[str, Cause]]] = {}
    for who, cause in pairs:
        alike.setdefault(replace(cause, such=cause.such and _ANY).words(lang, short), []).append((name(who), cause))
    parts: list[str] = []
    by_size = sorted(alike.values(), key=len, reverse=True)
    if every and of == "people" and len(pairs) > _BRIEF_ABOVE and len(by_size) > _GROUPS:
        return _counted(lang, by_size, short)
    for members in by_size:
        named, (_, first) = len(members) if every else most, members[0]
        names = listing(lang, [one for one, _ in members], named, of)
        words = first.words(lang, short, _examples(lang, members[:named]))
        parts.append(say(lang, "reasons.group", names=names, cause=words))
    return say(lang, "reasons.join").join(parts)


def _counted(lang: Lang, by_size: Sequence[Sequence[tuple[str, Cause]]], short: bool) -> str:
    """How many have each cause, before who they are: of a whole staff the numbers tell what is wrong, the names whom to ask."""
    told: list[str] = []
    for members in by_size:
        words = members[0][1].words(lang, short, _examples(lang, members))
        told.append(say(lang, "reasons.group", names=say(lang, "reasons.people", count=len(members)), cause=words))
    join = say(lang, "reasons.join")
    names = join.join(listing(lang, [one for one, _ in members], len(members)) for members in by_size)
    return say(lang, "reasons.counted", groups=join.join(told), names=names)


_ANY = Such("such_any", ())
"""In the place of examples: causes that differ in these alone are one."""


def _examples(lang: Lang, members: Sequence[tuple[str, Cause]]) -> str:
    """Each one's example, where several have a cause; where only one has it, its own serves."""
    given = [(one, cause.such.words(lang)) for one, cause in members if cause.such]
    named = [say(lang, "reasons.such_of", name=one, such=such) for one, such in given]
    return listing(lang, named, len(named)) if len(named) > 1 else ""
