"""Reasons as data: why somebody can or cannot take a task; words are made of them at the end."""

from dataclasses import dataclass

from scheduler.messages import Lang, say


@dataclass(frozen=True)
class Cause:
    """A key of the message catalogue and what fills its blanks."""

    key: str
    blanks: tuple[tuple[str, str | int], ...] = ()

    def words(self, lang: Lang) -> str:
        """The reason in a language."""
        return say(lang, self.key, **dict(self.blanks))


def because(key: str, **blanks: str | int) -> Cause:
    """Why not; the words are those in which plans give reasons for gaps."""
    return Cause(f"reasons.cause.{key}", tuple(blanks.items()))


def speaks(key: str, **blanks: str | int) -> Cause:
    """What speaks for or against somebody who could."""
    return Cause(f"substitute.{key}", tuple(blanks.items()))
