"""The other side of a rule's edge: edits that leave the plan as good as it was."""

from verify_cases import NO_CHILDCARE
from verify_edits import Edit, drop, row, school_add, school_row

FINE: dict[str, tuple[Edit, ...]] = {
    "cleared to the last day": (school_row("instructors", "E1", cleared_until="2025-10-12"),),
    "the window ends as the slot begins": (
        school_row("duty_posts", "gate", windows="15:30-16:00"),
        row("duties", "2025-09-29;gate", staff_id="T2"),
    ),
    "the window begins as the slot ends": (
        school_row("duty_posts", "gate", windows="16:40-16:50"),
        row("duties", "2025-09-29;gate", staff_id="T2"),
    ),
    "the window ends as the child must go": (school_row("duty_posts", "gate", windows="16:45-17:00"),),
    "the slot ends as the child must go": (
        school_row("childcare", "T4;preschool", leave_by="17:30"),
        *NO_CHILDCARE,
    ),
    "a day load above the limit, no work": (school_row("teachers", "T9", max_load=0),),
    "twice the same club with a list for each block": (
        row("placements", "c2;fri", session_id="f-games-1", activity_id="games", rank=0),
    ),
    "twice the same fallback with no list at all for one block": (
        row("placements", "c2;wed1", session_id=None, activity_id=None, rank=None),
        row("placements", "b4;wed1", session_id="w-games", activity_id="games", rank=0),
        drop("sessions", "w-paper-1B"),
    ),
    "a block of another grade": (
        school_add("slots", slot_id="thu1", weekday=4, start="16:00", end="16:40"),
        school_add("pattern", grade="3", slot_id="thu1", kind="elective"),
    ),
    "posts that may be filled on the Sunday as a Wednesday": (school_row("duty_staff", "T9", weekdays=(1, 3)),),
    "a class club where the class has no home room": (
        school_row("activities", "paper", grades=()),
        school_row("classes", "1B", room_id=None),
        row("sessions", "w-paper-1B", room_id="hall"),
        row("sessions", "hw-1B-mon1", room_id="hall"),
    ),
    "a class club with tags need not be at home": (
        school_row("activities", "paper", room_kinds=("big",)),
        row("sessions", "w-paper-1A", room_id="hall"),
        drop("sessions", "w-paper-1B"),
        row("placements", "b4;wed1", session_id=None, activity_id=None, rank=None),
    ),
    "homework needs no room for those in tutoring": (
        school_row("activities", "hw1", room_kinds=("small",)),
        school_row("rooms", "r1A", kinds=("small",)),
        school_add("rooms", room_id="nook", capacity=3, kinds=("small",)),
        row("sessions", "hw-1B-mon1", room_id="nook"),
    ),
    "the lead with min_gap 1 may be on the next day": (
        school_row("duty_staff", "T9", min_gap=1, max_week=3),
        row("duties", "2025-09-29;gate", staff_id="T9"),
    ),
}
