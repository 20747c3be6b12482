"""What would do in place of somebody or a room to add: one cell of a person or a room, where nothing else stands against them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.services import Activity
from scheduler.messages import Lang, say
from scheduler.messages.names import listing, room_name
from scheduler.reasons.advice import cells_against
from scheduler.reasons.offer import Offers

_NAMED = 3
"""Of so many it is told whose cell it is."""
_ORDER = ("open", "renew", "escort", "visit", "budget", "cell")


@dataclass(frozen=True)
class Ease:
    """``key`` of the catalogue under ``reasons.advice.ease``; ``who``: the person or the room; ``number``: what the cell should be;
    ``cell``: its name in the catalogue, where it is not one that ``key`` tells; ``activity``: what they would lead, where that is told."""

    key: str
    who: str
    number: int = 0
    cell: str = ""
    activity: str = ""


def of_rooms(offers: Offers, activity: Activity, class_id: str | None, slots: Sequence[str], least: int) -> list[Ease]:
    """The rooms that would only have to be open."""
    rooms = offers.rooms_for(activity, class_id)
    shut = (room for room in rooms if set(slots) & set(room.unavailable))
    opened = (room.model_copy(update={"unavailable": ()}) for room in shut)
    fit = [room for room in opened if offers.why_not_room(room, slots, least) is None]
    return [Ease("open", room_name(offers.school, room.room_id)) for room in fit]


def of_people(offers: Offers, activity: Activity, slots: Sequence[str]) -> list[Ease]:
    """The people who may lead the activity and have one thing alone against them, which a cell could change."""
    return list(_people(offers, activity, slots))


def _people(offers: Offers, activity: Activity, slots: Sequence[str]) -> Iterator[Ease]:
    for person in offers.people.candidates(activity):
        causes, name = list(offers.people.causes(person, slots)), offers.name_of(person)
        one = offers.school.instructor_by_id.get(person)
        if len(causes) != 1:
            continue
        match causes[0].key:
            case "not_cleared":
                yield Ease("renew", name)
            case "no_escort":
                yield Ease("escort", name)
            case "short_visit" if one:
                yield Ease("visit", name, offers.people.slots_then(one, slots))
            case "budget" if one:
                yield Ease("budget", name, offers.people.fees_with(one, slots), activity=activity.name)
            case _:
                yield from (Ease("cell", name, cell=cell) for cell in cells_against(causes[0], outside=bool(one)))


def words(lang: Lang, eases: Sequence[Ease]) -> list[str]:
    """A sentence's part for each sort of them, the easiest first."""
    found: list[str] = []
    for key in _ORDER:
        own = [ease for ease in eases if ease.key == key]
        if key == "budget":  # the smallest that is enough for one of them
            own = sorted(own, key=lambda ease: ease.number)[:1]
        for number in dict.fromkeys(ease.number for ease in own):
            alike = [ease for ease in own if ease.number == number]
            names = list(dict.fromkeys(ease.who for ease in alike))
            who = say(lang, "reasons.advice.or_club").join(names[:_NAMED])
            cells = dict.fromkeys(ease.cell for ease in alike if ease.who in names[:_NAMED])
            columns = listing(lang, [say(lang, f"reasons.cell.{cell}") for cell in cells if cell])
            blanks = {"who": who, "number": number, "columns": columns}
            found.append(say(lang, f"reasons.advice.ease_{key}", activity=alike[0].activity, **blanks))
    return found
