"""The hard rules of the week, one file each, in the order of the contract."""

from collections.abc import Callable

from scheduler.week.context import Context
from scheduler.week.rules import (
    r01_one_place,
    r02_homework,
    r03_strands,
    r04_clubs,
    r05_leaders,
    r06_limits,
    r08_rooms,
    r09_childcare,
    r10_students,
    r11_duty,
    r12_duty_and_service,
    r13_pins,
    r14_tutoring,
)

RULES: dict[str, Callable[[Context], None]] = {
    "R1": r01_one_place.add,
    "R2": r02_homework.add,
    "R3": r03_strands.add,
    "R4": r04_clubs.add,
    "R5": r05_leaders.add,
    "R6": r06_limits.add,
    "R8": r08_rooms.add,
    "R9": r09_childcare.add,
    "R10": r10_students.add,
    "R11": r11_duty.add,
    "R12": r12_duty_and_service.add,
    "R13": r13_pins.add,
    "R14": r14_tutoring.add,
}
