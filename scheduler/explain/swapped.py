"""What swaps would change, in words: those of one kind in one sentence."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from scheduler.explain.facts import Facts, Said
from scheduler.explain.swap import Found
from scheduler.messages.names import listing

Told = tuple[str, str]
"""What is said of a swap: the end of the key, and the one who would come, in words."""

MOST = 16


def swaps(
    facts: Facts, looked: Sequence[tuple[str, Found]], depth: int, tell: Callable[[str, Found], Told], who: str
) -> Iterable[Said]:
    """A sentence for each kind of what came out. ``who``: the one who would be replaced, in words."""
    by_key: dict[str, list[str]] = {}
    for person, found in looked:
        key, name = tell(person, found)
        by_key.setdefault(key, []).append(name)
    for key, names in by_key.items():
        people = listing(facts.lang, names, MOST, of="people")
        yield facts.said(f"swap.{key}", depth, names=people, count=len(names), who=who)


def outcome(found: Found, told: Mapping[str, str]) -> str:
    """The end of the key: ``equal``, ``better``, or worse in a goal. ``told``: goals whose worse has more than one kind."""
    goal, amount = found
    if amount == 0:
        return "equal"
    if amount < 0:
        return "better"
    return told.get(goal, f"worse.{goal}")
