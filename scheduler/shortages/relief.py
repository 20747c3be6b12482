"""The least change of people's limits that makes up for a shortage of duties."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.duty import DutyStaff

#: Days of a week: no limit of a week is larger.
_DAYS = 7
#: A min_gap larger than any term.
_NEVER = 10**6
#: Of those for whom the limits must not stay, so many are looked for one by one.
_FEW = 8


@dataclass(frozen=True)
class Relief:
    """Limits for some people: ``week`` at least and ``gap`` at most; a blank where that limit may stay as it is."""

    week: int | str
    gap: int | str
    who: tuple[str, ...]

    def of(self, staff: tuple[DutyStaff, ...]) -> tuple[DutyStaff, ...]:
        """The staff with these limits; nobody's become narrower."""
        week, gap = (
            (self.week if isinstance(self.week, int) else 0),
            (self.gap if isinstance(self.gap, int) else _NEVER),
        )
        return tuple(
            one.model_copy(update={"max_week": max(one.max_week, week), "min_gap": min(one.min_gap, gap)})
            if one.staff_id in self.who
            else one
            for one in staff
        )


def relief(
    staff: tuple[DutyStaff, ...], names: Sequence[str], would_do: Callable[[tuple[DutyStaff, ...]], bool]
) -> Relief | None:
    """The least max_week and the largest min_gap for those of the names that have less, or more, with which ``would_do`` holds;
    then those of them for whom it must not stay, with none of whom less is enough, and of min_gap all who are like one of these. None where people are too few whatever the
    limits."""

    def enough(week: int, gap: int, who: Sequence[str] = names) -> bool:
        return would_do(Relief(week, gap, tuple(who)).of(staff))

    mine = [one for one in staff if one.staff_id in names]
    if not mine or not enough(_DAYS, 1):
        return None
    week, gap = _limits(mine, enough)
    most, least = (week if isinstance(week, int) else 0), (gap if isinstance(gap, int) else _NEVER)
    # Who may do least comes last, and is taken only where those before are not enough.
    rows = sorted(mine, key=lambda one: one.max_week)[::-1]
    who = [one.staff_id for one in rows if one.max_week < most or one.min_gap > least]
    needed = _needed(who, lambda some: enough(most, least, some))
    if gap != "":  # by counts of spans alone one of several could be spared whom the dates, day by day, do not spare
        like = {(one.max_week, one.min_gap) for one in rows if one.staff_id in needed}
        needed = [one.staff_id for one in rows if one.staff_id in who and (one.max_week, one.min_gap) in like]
    return Relief(week, gap, tuple(needed))


def _needed(who: list[str], enough: Callable[[Sequence[str]], bool]) -> list[str]:
    """The first of these people who are enough, and without any of whom the others are not; all of them where these are many.

    All of them are enough. The last of the shortest row from the start that is enough cannot be spared.
    """
    taken: list[str] = []
    left = list(who)
    while not taken or not enough(taken):
        low, high = 0, len(left)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if enough((*taken, *left[:middle])) else (middle, high)
        taken.append(left[high - 1])
        left = left[: high - 1]
        if len(taken) > _FEW:
            return who
    return [one for one in who if one in taken]


def _limits(mine: Sequence[DutyStaff], enough: Callable[[int, int], bool]) -> tuple[int | str, int | str]:
    """The limits that are enough if all of these people have them: the one or the other, or both."""
    weeks = range(min(_DAYS, *(one.max_week for one in mine)), _DAYS + 1)
    gaps = range(max(1, *(one.min_gap for one in mine)), 0, -1)  # 0 is as 1: nobody has two duties a date
    if enough(_DAYS, gaps[0]):
        return next(week for week in weeks if enough(week, gaps[0])), ""
    if enough(weeks[0], 1):
        return "", next(gap for gap in gaps if enough(weeks[0], gap))
    gap = next(gap for gap in gaps if enough(_DAYS, gap))
    return next(week for week in weeks if enough(week, gap)), gap
