"""Why somebody or something could not: causes, and many of them as one line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scheduler.messages import Lang, say
from scheduler.messages.names import MOST_NAMES, Kind, listing

#: With more names than that each cause is said briefly, so that people can be grouped by it.
_BRIEF_ABOVE = 12


@dataclass(frozen=True)
class Cause:
    """``key`` of the catalogue under ``reasons.cause`` with its ``blanks``; ``brief`` is said where many are listed."""

    key: str
    blanks: tuple[tuple[str, str | int], ...] = ()
    brief: str | None = None

    def words(self, lang: Lang, short: bool) -> str:
        """The cause in words."""
        if short and self.brief:
            return say(lang, f"reasons.cause.{self.brief}", **dict(self.blanks))
        return say(lang, f"reasons.cause.{self.key}", **dict(self.blanks))


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
) -> str:
    """Names with their cause, those of one cause together; briefly where there are many. ``every``: no name is left out."""
    pairs = list(causes)
    short = len(pairs) > _BRIEF_ABOVE
    by_words: dict[str, list[str]] = {}
    for who, cause in pairs:
        by_words.setdefault(cause.words(lang, short), []).append(name(who))
    parts = (
        say(lang, "reasons.group", names=listing(lang, names, len(names) if every else MOST_NAMES, of), cause=words)
        for words, names in sorted(by_words.items(), key=lambda item: -len(item[1]))
    )
    return say(lang, "reasons.join").join(parts)
