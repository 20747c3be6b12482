"""Seats of an elective block against its students, and how many sections a block needs at least."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import networkx as nx

from models.places import Room
from models.school import Block, School
from models.services import Activity
from scheduler.shortages import idle
from scheduler.shortages.idle import Wish
from scheduler.shortages.network import Deficit, Network, Node
from scheduler.shortages.rooms import opened, room_fits, suits
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff

#: A club, or a class club of one class: (activity id, class id or "").
Club = tuple[str, str]

_CLUBS_NAMED = 2
"""Of so many clubs it is told that more seats there would be enough, and of so many rooms that more groups at once would."""
_MOST_GROUPS = 5
"""One room is not thought to take so many more groups at once."""


@dataclass
class Crowd:
    """Students of a block who could be in exactly the same clubs."""

    clubs: frozenset[Club]
    students: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Offer:
    """What a club can seat in a block at most: seats of each section in order of size, its rooms and its leaders; ``most``
    sections it could have with rooms enough; ``roomy`` sections with leaders enough."""

    sections: tuple[int, ...]
    rooms: tuple[tuple[str, int, int], ...]
    leaders: tuple[str, ...]
    most: int
    roomy: tuple[int, ...] = ()

    @property
    def seats(self) -> int:
        """Seats of all its sections."""
        return sum(self.sections)

    @property
    def roomless(self) -> int:
        """So many sections it has fewer for want of rooms."""
        return self.most - len(self.sections) if self.sections else 0


class BlockSeats:
    """One elective block: its students, the clubs that they could be in and the seats of these."""

    def __init__(self, school: School, staff: Staff, block: Block, crowds: tuple[Crowd, ...] | None = None) -> None:
        """``crowds``: the block's, where they are known."""
        self.school, self.staff, self.block = school, staff, block
        self._unseated: dict[tuple[frozenset[str], frozenset[str]], int] = {}
        if crowds is not None:
            self.crowds = crowds

    @cached_property
    def crowds(self) -> tuple[Crowd, ...]:
        """The block's students by the clubs that they could be in."""
        found: dict[frozenset[Club], Crowd] = {}
        for student_id, blocks in self.school.attended.items():
            if self.block.block_id in blocks:
                clubs = frozenset(self._clubs_of(student_id))
                found.setdefault(clubs, Crowd(clubs)).students.append(student_id)
        return tuple(found.values())

    def _clubs_of(self, student_id: str) -> Iterator[Club]:
        class_id = self.school.student_by_id[student_id].class_id
        grade = self.school.class_by_id[class_id].grade
        for activity in (*self._listed(student_id), *self._fallbacks):
            if activity.for_grade(grade):
                yield activity.activity_id, class_id if activity.scope == "class" else ""

    def _listed(self, student_id: str) -> list[Activity]:
        listed = self.school.ranks(student_id, self.block.block_id)
        return [self._running[a] for a in listed if a in self._running]

    @cached_property
    def _running(self) -> dict[str, Activity]:
        block_id = self.block.block_id
        return {
            a.activity_id: a for a in self.school.activity_by_id.values() if a.kind == "club" and a.runs_in(block_id)
        }

    @cached_property
    def _fallbacks(self) -> list[Activity]:
        return [a for a in self._running.values() if a.fallback]

    @cached_property
    def offers(self) -> dict[Club, Offer]:
        """The clubs that can run at all, with the most that each can seat."""
        return {club: offer for club, offer in self._chosen.items() if offer.seats}

    @cached_property
    def _chosen(self) -> dict[Club, Offer]:
        """The clubs that somebody could be in, whether they can run or not."""
        wish: dict[Club, int] = {}
        for crowd in self.crowds:
            for club in crowd.clubs:
                wish[club] = wish.get(club, 0) + len(crowd.students)
        return {club: self._offer(club, count) for club, count in sorted(wish.items())}

    def _offer(self, club: Club, wish: int, changed: Activity | None = None, *, led: bool = True) -> Offer:
        """``led``: with no more sections than leaders."""
        activity = changed or self._running[club[0]]
        leaders = self.staff.leaders_through(self.block.slots, frozenset((activity.activity_id,)))
        rooms = tuple(self._rooms(activity, club[1], wish))
        sizes = sorted((size for _, size, groups in rooms for _ in range(min(groups, wish))), reverse=True)
        sizes = [size for size in sizes if size >= max(1, activity.min_size)]
        roomy = tuple(sizes[: min(activity.max_sections, wish)] if wish >= activity.min_size else ())
        most = min(activity.max_sections, *((len(leaders),) if led else ()), wish)
        return Offer(roomy[:most], rooms, leaders, most, roomy)

    def _rooms(self, activity: Activity, class_id: str, wish: int) -> Iterator[tuple[str, int, int]]:
        most = wish if activity.max_size is None else min(wish, activity.max_size)
        home = self.school.class_by_id[class_id].room_id if class_id else None
        if activity.in_home_room and home not in self.school.room_by_id:
            yield f"?{class_id}", most, activity.max_sections
            return
        for room in self.school.rooms:
            fits = room.room_id == home if activity.in_home_room else room_fits(activity, room.kinds)
            if fits and not set(room.unavailable) & set(self.block.slots):
                yield room.room_id, min(most, room.capacity), room.groups

    def _wish(self, club: Club) -> Wish:
        """The club, with how many students could be in it."""
        return self._running[club[0]], club[1], sum(len(c.students) for c in self.crowds if club in c.clubs)

    # -- with other rooms ----------------------------------------------------------------------------------
    def within(self, school: School) -> "BlockSeats":
        """The same block and students in the school with other rooms."""
        return BlockSeats(school, self.staff, self.block, self.crowds)

    def could_use(self, room: Room) -> bool:
        """Whether one of the clubs that somebody could be in could meet in the room when it is open."""
        clubs = {club for crowd in self.crowds for club in crowd.clubs}
        own = ((self._running[activity_id], class_id) for activity_id, class_id in clubs)
        return any(a.min_size <= room.capacity and suits(self.school, a, class_id, room) for a, class_id in own)

    def unseated(self, rooms: Collection[str], slots: Collection[str]) -> int:
        """Students with clubs that run here for whom there is no place in any plan, by the sizes of clubs and rooms, were these rooms
        open in these slots."""
        key = frozenset(rooms), frozenset(slots)
        if key not in self._unseated:
            other = self.within(self.school.replaced(rooms=opened(self.school, rooms, slots)))
            crowds = (crowd for crowd in self.crowds if crowd.clubs)
            self._unseated[key] = sum(deficit.missing for deficit in other._network(crowds, "room").deficits())
        return self._unseated[key]

    def unplaced(self) -> int:
        """Students with clubs that run here for whom there is no place for want of rooms, or of leaders, whichever are more."""
        crowds = [crowd for crowd in self.crowds if any(club in self.offers for club in crowd.clubs)]
        return max(sum(deficit.missing for deficit in self.lacking(crowds, by)) for by in ("room", "leader"))

    # -- what follows --------------------------------------------------------------------------------------
    def fewest_sections(self) -> tuple[int, frozenset[str]]:
        """The fewest sections that seat those who could be in a club that can run, whoever might lead them, but no more than can be
        led now; and the activities that somebody can lead."""
        graph: nx.Graph[Any] = nx.Graph()
        for crowd in self.crowds:
            if not crowd.clubs.isdisjoint(self.offers):
                graph.add_edges_from((("crowd", crowd.clubs), ("club", club)) for club in crowd.clubs)
        count, size_of = 0, {("crowd", c.clubs): len(c.students) for c in self.crowds}
        for part in nx.connected_components(graph):
            students = sum(size_of.get(node, 0) for node in part)
            offers = [self._chosen[node[1]] for node in part if node[0] == "club"]
            led = sum(len(offer.sections) for offer in offers)  # who finds no seat for want of leaders is told as that
            count += min(_enough_for(students, (size for offer in offers for size in offer.roomy)), led)
        return count, frozenset(activity_id for activity_id, _ in self.offers)

    def open_to_all(self) -> bool:
        """Whether everybody who could be in some club could be in one that can run."""
        return all(not crowd.clubs.isdisjoint(self.offers) for crowd in self.crowds if crowd.clubs)

    def enough_of(self, by: str) -> bool:
        """Whether rooms (``room``) or leaders (``leader``) are short for nobody who could be in some club."""
        return not self.lacking([crowd for crowd in self.crowds if crowd.clubs], by)

    def lacking(self, crowds: Iterable[Crowd], by: str) -> tuple[Deficit, ...]:
        """Of these students, those whom the clubs cannot seat with these rooms or leaders."""
        return self._network(crowds, by).deficits()

    def shortages(self, *, advised: bool = True) -> Iterator[Shortage]:
        """Students with no club at all, then clubs with too few seats; ``advised``: of rooms with what would be enough."""
        block_id = self.block.block_id
        nowhere = sorted(s for c in self.crowds if not c.clubs for s in c.students)
        yield from self._nowhere(nowhere)
        none = [c for c in self.crowds if c.clubs and not any(club in self.offers for club in c.clubs)]
        if none:
            some = [([self._wish(club) for club in sorted(crowd.clubs)], crowd.students) for crowd in none]
            yield from idle.shortages(self.school, self.staff, block_id, some, others=self._others)
        crowds = [c for c in self.crowds if any(club in self.offers for club in c.clubs)]
        told: set[Node] = set()
        found = [short for by in ("room", "leader") for short in self._short(crowds, by, advised=advised)]
        for short, students in sorted(found, key=lambda one: -one[0].missing):
            if not told & set(students):  # the same students are not told of twice, as if it were of others
                told.update(students)
                yield short

    def _others(self, students: Sequence[str]) -> bool:
        """Whether a club that can run is for the grade of one of the students."""
        return any(self._running[a].for_grade(self.grade_of(s)) for a, _ in self.offers for s in students)

    def _nowhere(self, students: Iterable[str]) -> Iterator[Shortage]:
        """Students with no club at all; apart, those whose grade no club takes here, or none in any block: they cannot choose."""
        clubs = [a for a in self.school.activity_by_id.values() if a.kind == "club"]
        alike: dict[str, list[str]] = {}
        for student_id in students:
            grade = self.grade_of(student_id)
            here, anywhere = self.open_to(grade), any(a.for_grade(grade) for a in clubs)
            key = "no_club" if here else "no_club.block" if anywhere else "no_club.grade"
            alike.setdefault(key, []).append(student_id)
        for key, some in alike.items():
            args: dict[str, str | int] = {"block": self.block.block_id, "students": ";".join(some)}
            args["of_grades"] = ";".join(sorted({self.grade_of(student_id) for student_id in some}))
            yield Shortage("no_club", key, tuple(some), len(some), 0, args)

    def grade_of(self, student_id: str) -> str:
        """The grade of a student's class."""
        return self.school.class_by_id[self.school.student_by_id[student_id].class_id].grade

    def open_to(self, grade: str) -> tuple[str, ...]:
        """The clubs that students of the grade could choose in the block."""
        return tuple(a for a, activity in self._running.items() if activity.for_grade(grade))

    def _short(self, crowds: Iterable[Crowd], by: str, *, advised: bool) -> Iterator[tuple[Shortage, tuple[Node, ...]]]:
        """The shortages of seats, each with the crowds that it is about."""
        network = self._network(crowds, by)
        for deficit in network.deficits():
            names = tuple(
                sorted({node[1][0] for node in deficit.nodes if isinstance(node, tuple) and node[0] == "club"})
            )
            args: dict[str, str | int] = {"block": self.block.block_id, "activities": ";".join(names)}
            args |= {"needed": deficit.needed, "available": deficit.available, "clubs": len(names)}
            clubs = sorted(node[1] for node in deficit.nodes if isinstance(node, tuple) and node[0] == "club")
            seats = sum(self.offers[club].seats for club in clubs if club in self.offers)
            offers = [self.offers[club] for club in clubs if club in self.offers]
            possible = seats + sum(offer.roomless * offer.sections[0] for offer in offers)
            args["by"] = "size" if possible < deficit.needed else by
            if by == "leader" and deficit.available < seats:  # not even the seats that there are can be filled
                args["by"] = "leader" if seats >= deficit.needed else "leaders_first"
                bound = [club for club in clubs if ("open", club) in deficit.nodes]  # others have leaders enough
                args["leaders"] = ";".join(sorted({who for club in bound for who in self.offers[club].leaders}))
                args["led"] = ";".join(dict.fromkeys(club[0] for club in bound))
            if args["by"] == "size":
                args |= self._lacking(crowds, clubs, deficit)
            args["more"] = self._sections_more(clubs, deficit.missing, by)
            if args["by"] == "room" and advised:  # never without a room: what else limits seats is of their size
                args |= self._short_rooms(crowds, deficit)
            yield Shortage("seats", "seats", names, deficit.needed, deficit.available, args), deficit.needs

    def _lacking(self, crowds: Iterable[Crowd], clubs: Iterable[Club], deficit: Deficit) -> dict[str, str | int]:
        """How many students the clubs' own columns take (``limit``), all rooms and leaders for them, which are short by themselves (``lack``)."""
        rows = {club: self._wish(club) for club in clubs}
        sizes = {club: min(a.max_size or wish, wish) for club, (a, _, wish) in rows.items()}
        limit = sum(min(wish, sizes[club] * a.max_sections) for club, (a, _, wish) in rows.items())
        cells = sum((a.max_size or wish) * a.max_sections for a, _, wish in rows.values())
        roomy, led = dict(self.offers), dict(self.offers)
        for club, (_, _, wish) in rows.items():
            offer = self.offers[club]
            roomy[club] = replace(offer, sections=(sizes[club],) * offer.most)
            led[club] = self._offer(club, wish, led=False)
        without = {"room": self._network(crowds, "room", led), "leader": self._network(crowds, "leader", roomy)}
        short = [by for by, net in without.items() if any(set(deficit.needs) & set(d.needs) for d in net.deficits())]
        rooms = dict.fromkeys(name for club in rows for name, _, _ in self.offers[club].rooms)
        known = [room for room in rooms if room in self.school.room_by_id]
        leaders = dict.fromkeys(who for club in rows for who in self.offers[club].leaders)
        wishes = int(limit < deficit.needed <= cells)  # only by those who chose them are they too few
        args: dict[str, str | int] = {"limit": limit if wishes else cells, "wishes": wishes}
        args |= {"leaders": ";".join(leaders), "rooms": ";".join(known)}
        args["planned"] = sum(activity.max_sections for activity, _, _ in rows.values())
        args["sections"] = sum(self.school.room_by_id[room].groups for room in known)
        args["lack"] = "" if limit < deficit.needed else short[0] if len(short) == 1 else "both"
        return args

    def _short_rooms(self, crowds: Iterable[Crowd], deficit: Deficit) -> dict[str, str | int]:
        """The clubs that find no more room, all the rooms for them, and what by the same counts would be enough by itself."""
        bound = [club for club in self.offers if ("open", club) in deficit.nodes]
        of_bound = {room for club in bound for room, _, _ in self.offers[club].rooms}
        # Rooms that no other club wants so much of come last: the network need not have reached them.
        rooms = [room for room in self.school.rooms if room.room_id in of_bound]
        rooms.sort(key=lambda room: ("room", room.room_id) not in deficit.nodes)
        ways = list(self._more_groups(crowds, deficit, rooms))
        for kinds in dict.fromkeys(room.kinds for room in rooms):
            offers = self.offers | {club: self._with_room(club, kinds) for club in bound}
            sizes = [offer.rooms[-1][1] for club, offer in offers.items() if offer is not self.offers[club]]
            if sizes and kinds and self._enough(crowds, deficit, offers):
                ways.append(f"room:{max(sizes)}:{','.join(kinds)}")
        for club in self.offers:
            activity, offer = self._running[club[0]], self.offers[club]
            if ("club", club) not in deficit.nodes or club in bound or club[1]:
                continue
            if len({way.split(":", 2)[2] for way in ways if way.startswith("max_")}) >= _CLUBS_NAMED:
                break
            wish = sum(len(crowd.students) for crowd in self.crowds if club in crowd.clubs)
            larger = (activity.max_size or 0) - (-deficit.missing // len(offer.sections))
            fitting = (room.capacity for room in self.school.rooms if room_fits(activity, room.kinds))
            seats = max(fitting, default=0)
            changes = {"max_size": larger} if activity.max_size and larger <= seats else {}
            for cell, value in (changes | {"max_sections": activity.max_sections + 1}).items():
                changed = self._offer(club, wish, activity.model_copy(update={cell: value}))
                if self._enough(crowds, deficit, self.offers | {club: changed}):
                    ways.append(f"{cell}:{value}:{club[0]}")
        names = dict.fromkeys(club[0] for club in bound)
        others = sum(("club", club) in deficit.nodes and club not in bound for club in self.offers)
        every = [room for club in bound for room in self.offers[club].rooms]
        full = [max(size * groups for name, size, groups in every if name == one.room_id) for one in rooms]
        return {"others": others, "sections": sum(room.groups for room in rooms), "full": sum(full)} | {
            "bound": ";".join(names),
            "rooms": ";".join(room.room_id for room in rooms),
            "ways": ";".join(ways),
        }

    def _more_groups(self, crowds: Iterable[Crowd], deficit: Deficit, rooms: Sequence[Room]) -> Iterator[str]:
        """The least number of groups at once for each of the first rooms that is enough by itself."""
        for room in rooms[:_CLUBS_NAMED]:
            for groups in range(room.groups + 1, room.groups + _MOST_GROUPS):
                larger = room.model_copy(update={"groups": groups})
                changed = tuple(larger if one is room else one for one in self.school.rooms)
                block = self.within(self.school.replaced(rooms=changed))
                if self._enough(crowds, deficit, block.offers):
                    yield f"groups:{groups}:{room.room_id}"
                    break

    def _with_room(self, club: Club, kinds: tuple[str, ...]) -> Offer:
        """What the club could seat with one room more of these kinds; the same where it could not use it."""
        activity, offer = self._running[club[0]], self.offers[club]
        if activity.in_home_room or not room_fits(activity, kinds):
            return offer
        size = max(size for _, size, _ in offer.rooms)
        sections = (*offer.sections, *((size,) if offer.roomless else ()))
        return Offer(sections, (*offer.rooms, ("", size, 1)), offer.leaders, offer.most)

    def _enough(self, crowds: Iterable[Crowd], deficit: Deficit, offers: dict[Club, Offer]) -> bool:
        """Whether with these offers neither rooms nor leaders are short any more for the students of the deficit."""
        return not any(
            set(deficit.needs) & set(other.needs)
            for by in ("room", "leader")
            for other in self._network(crowds, by, offers).deficits()
        )

    def _sections_more(self, clubs: Iterable[Club], missing: int, by: str) -> int:
        """With fewer sections more than that so many students cannot be seated, whatever room or leader each has."""
        sizes = [self._running[club[0]].max_size or missing for club in clubs if club in self.offers]
        if by == "leader":
            sizes = [self.offers[club].sections[0] for club in clubs if club in self.offers]
        return -(-missing // max(1, max(sizes, default=1)))

    def _network(self, crowds: Iterable[Crowd], by: str, offers: dict[Club, Offer] | None = None) -> Network:
        offers = self.offers if offers is None else offers
        network = Network()
        for crowd in crowds:
            network.need(("crowd", crowd.clubs), len(crowd.students))
            for club in crowd.clubs & offers.keys():
                network.link(("crowd", crowd.clubs), ("club", club))
        most: dict[str, int] = {}
        for club, offer in offers.items():
            bound = by != "room" or not offer.roomless  # else it is the rooms that are the limit
            network.link(("club", club), ("open", club), offer.seats if bound else None)
            ways = offer.rooms if by == "room" else [(who, offer.sections[0], 1) for who in offer.leaders]
            for name, size, times in ways:
                network.link(("open", club), (by, name), size * times)
                most[name] = max(most.get(name, 0), size * times)
        for name, seats in most.items():
            network.limit((by, name), seats)
        return network


def _enough_for(students: int, sizes: Iterable[int]) -> int:
    """How many of these, the largest first, seat so many students; all where they cannot."""
    count = 0
    for size in sorted(sizes, reverse=True):
        if students <= 0:
            break
        students, count = students - size, count + 1
    return count
