"""Rules about what students pay and what teachers get."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from models.term import Slot
from scheduler.packs.finding import Broken, Facts, Unchecked
from scheduler.packs.pack import Ruling

_CENT = Decimal("0.01")


def pay_floor(facts: Facts, ruling: Ruling) -> Iterator[Broken | Unchecked]:
    """Pay for a lesson that is below what is laid down."""
    pay = facts.school.hours.pay
    if pay is None:
        yield Unchecked(ruling, "no_pay")
    elif pay < ruling.value:
        yield "pay_low", (), {"found": str(pay), "limit": str(ruling.value)}


def pay_cap(facts: Facts, ruling: Ruling) -> Iterator[Broken | Unchecked]:
    """Pay for a lesson that is above what is laid down, for leading or for escorting."""
    hours = facts.school.hours
    known = [pay for pay in (hours.pay, hours.pay_escort) if pay is not None]
    if not known:
        yield Unchecked(ruling, "no_pay")
    elif max(known) > ruling.value:
        yield "pay_high", (), {"found": str(max(known)), "limit": str(ruling.value)}


def fee_cap(facts: Facts, ruling: Ruling) -> Iterator[Broken | Unchecked]:
    """A student's fee that is above what is laid down; where it is for another unit, for whom that weighs most."""
    fee, per, unit = facts.school.hours.student_fee, facts.school.hours.student_fee_per, ruling.clause.per
    if fee is None:
        yield Unchecked(ruling, "no_fee")
        return
    found = fee if per == unit else _in_unit(facts, ruling, fee) if per == "lesson" else None
    if found is None:
        yield Unchecked(ruling, "fee_unit", {"per": f"per_{per}", "unit": f"per_{unit}"})
    elif found > ruling.value:
        args: dict[str, str | int] = {"found": _amount(found), "limit": str(ruling.value), "unit": f"per_{unit}"}
        yield ("fee_high" if per == unit else "fee_adds_up"), (), args | {"fee": str(fee)}


def _in_unit(facts: Facts, ruling: Ruling, fee: Decimal) -> Decimal | None:
    """What a fee by the lesson comes to in the clause's unit: by the shortest lesson, or by the fullest attendance."""
    slots = list(facts.slots(ruling))
    if not slots:
        return None
    if ruling.clause.per == "hour":
        return fee * 60 / min(_length(slot) for slot, _ in slots)
    lessons: dict[tuple[str, str], int] = defaultdict(int)
    for day in facts.days:
        period = f"{day.date:%Y-%m}" if ruling.clause.per == "month" else ""
        for slot, grades in slots:
            if slot.weekday == day.weekday:
                for grade in grades:
                    lessons[grade, period] += 1
    return fee * max(lessons.values()) if lessons else None


def _length(slot: Slot) -> int:
    return (slot.end.hour - slot.start.hour) * 60 + slot.end.minute - slot.start.minute


def _amount(value: Decimal) -> str:
    return format(value.quantize(_CENT, ROUND_HALF_UP), "f").rstrip("0").rstrip(".")
