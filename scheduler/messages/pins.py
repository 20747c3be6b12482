"""How the cells of what is fixed by hand are told: what each column is called, and what its id stands for."""

from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.school import School
from models.term import PatternRow
from models.titles import heading
from scheduler.messages import Lang
from scheduler.messages.names import activity_name, block_times, class_name, person_name, post_name, room_name

PinType = type[PinRow] | type[PinPlacementRow] | type[PinDutyRow]


def pin_cell(lang: Lang, school: School | None, row: PinType, column: str, value: str) -> tuple[str, str]:
    """A column's heading, and a cell of it with what its id stands for in brackets; of a student their class."""
    if column == "block" and school and value in school.slot_by_id and value not in school.blocks:
        title = heading(PatternRow, "slot_id") if lang == "zh" else "slot"
    else:
        title = heading(row, column) if lang == "zh" else column
    meaning = _meaning(lang, school, column, value) if school else ""
    if meaning in ("", value):
        return title, value
    return title, f"{value}（{meaning}）" if lang == "zh" else f"{value} ({meaning})"


def pin_cells(lang: Lang, school: School, text: str) -> str:
    """The cells of a pin on sessions, given as ``block=tue, room_id=R1``, in words."""
    parts = [part.partition("=") for part in text.split(", ")]
    if not all(column in PinRow.model_fields and mark for column, mark, _ in parts):  # an id with a comma in it
        return text
    cells = [pin_cell(lang, school, PinRow, column, value) for column, _, value in parts]
    if lang == "zh":
        return "，".join(f"{title} {value}" for title, value in cells)
    return ", ".join(f"{title}={value}" for title, value in cells)


def _meaning(lang: Lang, school: School, column: str, value: str) -> str:
    match column:
        case "activity_id":
            return activity_name(lang, school, value)
        case "leader_id" | "staff_id":
            return person_name(school, value)
        case "room_id":
            return room_name(school, value)
        case "post_id":
            return post_name(lang, school, value)
        case "student_id":
            student = school.student_by_id.get(value)
            return class_name(lang, student.class_id) if student else ""
        case "block":
            return block_times(lang, school, value)
        case _:
            return ""
