"""The reasons of several sessions of one kind in one: what holds on all days once, the rest by day."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduler.explain.facts import Facts, Said
from scheduler.messages import say
from scheduler.messages.names import listing

Part = list[Said]
"""A reason with what is said under it."""

COUNTED = ("reason.rest", "reason.rest_skilled")
"""Reasons that differ by their number alone."""

OTHERS = ("reason.others_free", "reason.others_some")
"""Those that have the outcome of each swap under them."""

BY_NUMBER = (*COUNTED, *OTHERS)

LATE = ("reason.broken", "reason.nobody_else", "reason.only_free")
"""Who could not: told after those who could."""


def by_day(facts: Facts, days: Sequence[str], reasons: Sequence[Iterable[Said]]) -> list[Said]:
    """``days``: the name of each session's day, in the order of ``reasons``."""
    parts = [_parts(one) for one in reasons]
    common = [part for part in parts[0] if all(part in other for other in parts)]
    left = [[part for part in one if part not in common] for one in parts]
    found = [one for part in common if part[0].key not in COUNTED for one in part]
    found += _apart(facts, days, left, late=False)
    found += _others(facts, days, left)
    found += _apart(facts, days, left, late=True)
    counted = dict.fromkeys(part[0].key for one in left for part in one if part[0].key in COUNTED)
    found += [
        one for part in common if part[0].key in COUNTED for one in part
    ]  # the rest comes after those it is the rest of
    return [*found, *(facts.said(f"{key}_days", 2, counts=_counts(facts, days, left, key)) for key in counted)]


def _apart(facts: Facts, days: Sequence[str], left: Sequence[list[Part]], *, late: bool) -> Iterable[Said]:
    """Each reason once, with the days on which it holds, but those that are told by their numbers."""
    for number, theirs in enumerate(left):
        for part in theirs:
            head, *below = part
            told = any(part in earlier for earlier in left[:number])
            if not told and head.key not in BY_NUMBER and (head.key in LATE) == late:
                when = [day for day, one in zip(days, left, strict=True) if part in one]
                yield _on(facts, listing(facts.lang, when), head)
                yield from below


def _parts(reasons: Iterable[Said]) -> list[Part]:
    found: list[Part] = []
    for one in reasons:
        if one.depth > 2 and found:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _others(facts: Facts, days: Sequence[str], left: Sequence[list[Part]]) -> Iterable[Said]:
    """How many others could have on each day, and every outcome with the days that it is of."""
    heads = [part[0] for one in left for part in one if part[0].key in OTHERS]
    if not heads:
        return
    key = OTHERS[1] if any(head.key == OTHERS[1] for head in heads) else OTHERS[0]
    looked = max(int(head.values["looked"]) for head in heads)
    yield facts.said(f"{key}_days", 2, counts=_counts(facts, days, left, *OTHERS), looked=looked)
    outcomes: dict[str, tuple[Said, list[str]]] = {}
    for day, one in zip(days, left, strict=True):
        for part in one:
            for said in part[1:] if part[0].key in OTHERS else ():
                outcomes.setdefault(said.sentence, (said, []))[1].append(day)
    for said, when in outcomes.values():
        yield _on(facts, listing(facts.lang, when), said)


def _counts(facts: Facts, days: Sequence[str], left: Sequence[list[Part]], *keys: str) -> str:
    """The number of a reason on each day on which it holds."""
    found = [
        say(facts.lang, "explain.day_count", day=day, count=part[0].values["count"])
        for day, one in zip(days, left, strict=True)
        for part in one
        if part[0].key in keys
    ]
    return listing(facts.lang, found, len(found))


def _on(facts: Facts, days: str, said: Said) -> Said:
    return replace(said, sentence=say(facts.lang, "explain.on_day", day=days, said=said.sentence))
