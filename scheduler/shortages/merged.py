"""Shortages of people in single slots that have one cause, or are word for word the same, as one each."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduler.shortages.shortage import Shortage

#: What tells the slots themselves, or who else could come then.
_TIMES = ("slot", "slots", "unable", "unskilled")


def merged(found: Iterable[Shortage]) -> tuple[Shortage, ...]:
    """Each at the place of its first: those of parents who must fetch children (``slot.child``) together, and those in which the
    same is needed, by the same people, in several slots. Counts are those of each slot, for parents the sum."""
    alike: dict[object, list[Shortage]] = {}
    for short in found:
        same = tuple((name, value) for name, value in sorted(short.args.items()) if name not in _TIMES)
        alike.setdefault(short.key if short.key == "slot.child" else (short.key, short.names, same), []).append(short)
    return tuple(_children(some) if some[0].key == "slot.child" else _same(some) for some in alike.values())


def _same(some: Sequence[Shortage]) -> Shortage:
    slots = dict.fromkeys(str(one.args["slot"]) for one in some)
    several: dict[str, str | int] = {"each": len(slots), "slot": ";".join(slots)}
    if "unable" in some[0].args:  # who could come every time
        always = set.intersection(*(set(_ids(one, "unable")) for one in some))
        several["unable"] = ";".join(one for one in _ids(some[0], "unable") if one in always)
        several["unskilled"] = max(int(one.args["unskilled"]) for one in some)
    return replace(some[0], args=some[0].args | several) if len(some) > 1 else some[0]


def _children(some: Sequence[Shortage]) -> Shortage:
    """``needs``, ``haves``, ``counts`` and ``stays``: of each slot the people needed, who can come at most, who has a child to
    fetch, and how many of these can stay; ``parts_of``: how many of ``whats`` and so on are its own."""
    parents = [
        dict.fromkeys([*_ids(one, "parents"), *_ids(one, "kept_barred"), *_ids(one, "kept_child")]) for one in some
    ]
    stays = [int(one.args["stay"] or 0) for one in some]
    needed, available = sum(one.needed for one in some), sum(one.available for one in some)
    args = some[0].args | {name: _all(some, name) for name in ("slot", "whats", "ofs", "amounts", "grades", "per")}
    args |= {"needs": _join(one.needed for one in some), "haves": _join(one.available for one in some)}
    args |= {"counts": _join(len(one) for one in parents), "stays": _join(stays), "needed": needed}
    args["parts_of"] = _join(len(str(one.args["whats"]).split(";")) for one in some)
    every = {who for several in parents for who in several}
    args |= {"parents": ";".join(sorted(every)), "available": available}
    others = sorted({name for one in some for name in one.names} - every)
    names = tuple(sorted({name for one in some for name in one.names}))
    args |= {"people": ";".join(others)}
    return replace(some[0], names=names, needed=needed, available=available, args=args)


def _all(some: Sequence[Shortage], name: str) -> str:
    return ";".join(str(one.args[name]) for one in some)


def _join(values: Iterable[int]) -> str:
    return ";".join(map(str, values))


def _ids(short: Shortage, name: str) -> list[str]:
    return [one for one in str(short.args.get(name, "")).split(";") if one]
