"""Timetables as grids: weekdays across, the first, second … slot of each day down."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from models.row import EVERY_SCHOOL_DAY
from scheduler.outputs.names import Names
from scheduler.outputs.pages import Entry, Grid, GridCell, GridRow
from scheduler.outputs.week import Meeting

#: From and to of the first, second … slot of a day.
Times = dict[int, tuple[time, time]]


@dataclass(frozen=True)
class Item:
    """A meeting with the words for its cell."""

    meeting: Meeting
    entry: Entry


def clock(start: time, end: time) -> str:
    """A span of time as people write it."""
    return f"{start:%H:%M}–{end:%H:%M}"


class Frame:
    """The rows and columns that all timetables of a school share."""

    def __init__(self, names: Names) -> None:
        self.names = names
        slots = names.school.slot_by_id.values()
        self.weekdays = tuple(sorted({*EVERY_SCHOOL_DAY, *(slot.weekday for slot in slots)}))
        self._place: dict[str, int] = {}
        times: dict[int, list[tuple[time, time]]] = defaultdict(list)
        for weekday in self.weekdays:
            for place, slot in enumerate(slot for slot in slots if slot.weekday == weekday):
                self._place[slot.slot_id] = place
                times[place].append((slot.start, slot.end))
        self._times: Times = {place: Counter(found).most_common(1)[0][0] for place, found in times.items()}

    def grid(self, items: Sequence[Item], *, whole: bool = True) -> Grid:
        """The grid of some meetings. Those that overlap share a cell. Not ``whole``: only as many rows as they need."""
        used = max((self._span(item)[1] for item in items), default=-1) + 1
        depth = used if used and not whole else max(used, len(self._times))
        times = self._times | self._usual(items)
        columns = [self._column([i for i in items if i.meeting.weekday == day], depth, times) for day in self.weekdays]
        rows = tuple(
            GridRow(
                self.names.word("row", number=place + 1),
                clock(*times[place]),
                tuple(column[place] for column in columns),
            )
            for place in range(depth)
        )
        heads = tuple(self.names.weekday(day) for day in self.weekdays)
        return Grid(self.names.word("corner"), heads, rows)

    def _usual(self, items: Sequence[Item]) -> Times:
        """The times at which most of the meetings are, by the number of the slot in its day."""
        slots = self.names.school.slot_by_id
        used = {slot for item in items for slot in item.meeting.slots if slot in self._place}
        found: dict[int, list[tuple[time, time]]] = defaultdict(list)
        for slot in (slot for slot in slots if slot in used):
            found[self._place[slot]].append((slots[slot].start, slots[slot].end))
        return {place: Counter(times).most_common(1)[0][0] for place, times in found.items()}

    def _span(self, item: Item) -> tuple[int, int]:
        places = [self._place[slot] for slot in item.meeting.slots if slot in self._place] or [0]
        return min(places), max(places)

    def _column(self, items: Sequence[Item], depth: int, times: Times) -> list[GridCell | None]:
        found: list[GridCell | None] = [GridCell()] * depth
        first, last, inside = 0, -1, list[Item]()
        for item in [*sorted(items, key=self._span), None]:
            start, end = self._span(item) if item else (depth, depth)
            if inside and start > last:
                found[first] = _cell(inside, clock(times[first][0], times[last][1]), last - first + 1)
                found[first + 1 : last + 1] = [None] * (last - first)
                inside = []
            if item:
                first = first if inside else start
                last = max(last, end) if inside else end
                inside.append(item)
        return found


def _cell(items: Sequence[Item], usual: str, rows: int) -> GridCell:
    """Some meetings as one cell; times that differ from the usual ones are said."""
    spans = {clock(item.meeting.start, item.meeting.end) for item in items}
    if len(spans) == 1:
        only = spans.pop()
        return GridCell(tuple(item.entry for item in items), rows, "" if only == usual else only)
    entries = tuple(
        Entry(i.entry.kind, i.entry.title, (clock(i.meeting.start, i.meeting.end), *i.entry.lines)) for i in items
    )
    return GridCell(entries, rows)
