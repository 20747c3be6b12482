"""Blocks that need many sections, or lack seats, only because a fallback club may have few or small ones: the one cell that does most."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from models.services import Activity
from scheduler.shortages import sections
from scheduler.shortages.look import Look
from scheduler.shortages.rooms import room_fits
from scheduler.shortages.shortage import Shortage

#: How much is short of each kind (:func:`_kind`) after a change.
_Left = dict[str, int]


@dataclass(frozen=True)
class Cell:
    """A cell of a fallback club, the least value of it that does most, and what of the same is short all the same; ``sure``: nothing at
    all of the block is."""

    activity: Activity
    column: str
    value: int
    left: _Left
    sure: bool


def with_cells(look: Look, found: Iterable[Shortage]) -> Iterator[Shortage]:
    """To shortages that clubs of a block are part of: the cell of a fallback club with which less is short (``cell``, ``cell_of``, ``cell_value``), what is short of
    the same even so (``cell_left``), and whether with it nothing is short of the block (``cell_sure``)."""
    found = tuple(found)
    cells: dict[str, Cell] = {}
    for block_id in look.school.blocks:
        mine = [short for short in found if _blocks(short) == {block_id}]
        if mine and (cell := _best(look, block_id, mine)):
            cells[block_id] = cell
    for short in found:
        helping = [cells[block] for block in _blocks(short) if block in cells and _blocks(short) == {block}]
        yield replace(short, args=short.args | _args(short, helping[0])) if helping else short


def _args(short: Shortage, cell: Cell) -> dict[str, str | int]:
    left, several = cell.left[kind_of(short)], short.key == "slot.child" and ";" in str(short.args["slot"])
    if several or left >= short.missing or (short.kind == "seats" and cell.activity.activity_id not in short.names):
        return {}
    args: dict[str, str | int] = {"cell_of": cell.activity.activity_id, "cell": cell.column, "cell_value": cell.value}
    return args | {"cell_left": left, "cell_sure": int(cell.sure)}


def kind_of(short: Shortage) -> str:
    """What is short: ``people``, ``week``, ``budget``, ``budget.clubs``, ``rooms``, ``seats`` or ``sections``; blank for what clubs have no part
    in."""
    if short.kind.startswith(("slot_", "week_")) and "whats" in short.args:
        return "people" if short.args["slot"] else "week"
    if short.kind == "budget":
        return short.key.removesuffix(".lacking")
    return {"seats": "seats", "rooms.slot": "rooms", "sections.rooms": "sections", "sections.leaders": "sections"}.get(
        short.key, ""
    )


def _blocks(short: Shortage) -> set[str]:
    """The blocks whose clubs are part of it."""
    if not kind_of(short):
        return set()
    told = ";".join(str(short.args[name]) for name in ("block", "blocks", "of_block") if name in short.args)
    pairs = zip(*(str(short.args.get(name, "")).split(";") for name in ("whats", "ofs")), strict=True)
    return {one for one in told.split(";") if one} | {of for what, of in pairs if what == "clubs"}


def _best(look: Look, block_id: str, mine: Sequence[Shortage]) -> Cell | None:
    """The cell with which least is short of what is, each of the block's fallback clubs by itself."""
    now: _Left = {}
    for short in mine:
        now[kind_of(short)] = max(now.get(kind_of(short), 0), short.missing)
    best, found = now, None
    for activity, column, most in _cells(look, block_id):
        if not any(best.values()):
            break
        value, left = _least(look, block_id, activity, column, most, now)
        if _worth(left) < _worth(best):
            best, found = left, (activity, column, value)
    if found is None:
        return None
    after = look.with_cell(found[0].activity_id, found[1], found[2])
    others = [kind for kind in _KINDS if kind not in best]
    sure = not any(best.values()) and not any(_left(after, block_id, others).values())
    return Cell(*found, best, sure)


def _worth(left: _Left) -> tuple[int, int]:
    """How many of these are short, and by how much in all."""
    return sum(value > 0 for value in left.values()), sum(left.values())


def _cells(look: Look, block_id: str) -> Iterator[tuple[Activity, str, int]]:
    """The cells of the block's fallback clubs that can be larger, and the largest values that rooms, and for a size the classes, let them
    have."""
    largest = max(map(len, look.school.students_of_class.values()), default=0)
    for activity in look.school.activities:
        if not (activity.kind == "club" and activity.fallback and activity.runs_in(block_id)):
            continue
        if activity.scope == "class" or not activity.max_sections or activity.max_size == 0:
            continue
        rooms = [room for room in look.school.rooms if room_fits(activity, room.kinds)]
        most = sum(room.groups for room in rooms)
        if most > activity.max_sections:
            yield activity, "max_sections", most
        size = min(largest, max((room.capacity for room in rooms), default=0))
        if activity.max_size is not None and size > activity.max_size:
            yield activity, "max_size", size


def _least(look: Look, block_id: str, activity: Activity, column: str, most: int, now: _Left) -> tuple[int, _Left]:
    """The least value with which as little is short as with the largest, and what is; where the largest changes nothing, that."""

    def left(value: int) -> _Left:
        return _left(look.with_cell(activity.activity_id, column, value), block_id, now)

    found = least = left(most)
    low, high = int(getattr(activity, column)), most
    if now.get("seats") and not least["seats"]:  # with fewer seats more than are short not all have one
        each = activity.max_sections if column == "max_size" else activity.max_size or now["seats"]
        low = min(high, low - (-now["seats"] // each)) - 1
    middle = low + 1
    while high - low > 1 and _worth(least) < _worth(now):
        here = left(middle)
        if sum(here.values()) <= sum(least.values()):
            high, found = middle, here
        else:
            low = middle
        middle = (low + high) // 2
    return high, found


def _left(look: Look, block_id: str, kinds: Iterable[str]) -> _Left:
    """How much is short, of each of the kinds, of what the block's clubs are part of."""
    return {kind: _of_kind(look, block_id, kind) for kind in kinds}


def _of_kind(look: Look, block_id: str, kind: str) -> int:
    block = next(one for one in look.blocks if one.block.block_id == block_id)
    if kind == "seats":
        return block.unplaced()
    found: dict[str, Callable[[], Iterable[Shortage]]] = {
        "people": lambda: look.slots_among(block.block.slots),
        "week": look.week,
        "budget": look.money_in_all,
        "budget.clubs": look.money_of_clubs,
        "rooms": look.rooms,
        "sections": lambda: sections.shortages(look.school, block, ()),
    }
    return max(
        (short.missing for short in found[kind]() if kind_of(short) == kind and block_id in _blocks(short)), default=0
    )


#: What more sections of a fallback may make short: whoever leads them is a teacher, so that clubs cost no more.
_KINDS = ("seats", "sections", "people", "rooms", "budget", "week")
