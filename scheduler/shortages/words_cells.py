"""The cell of a fallback club with which less of a block is short, in words."""

from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name
from scheduler.shortages.fallback import kind_of
from scheduler.shortages.shortage import Shortage


def cell_words(shortage: Shortage, lang: Lang, school: School, *, last: bool = False) -> str:
    """From which value to which, and what is short all the same; nothing where no such cell helps. ``last``: nothing else to do comes after it."""
    args = shortage.args
    if "cell" not in args:
        return ""
    activity, column, kind = str(args["cell_of"]), str(args["cell"]), kind_of(shortage).split(".")[0]
    end = say(lang, "remedies.cell_first")
    if args["cell_left"]:
        end = say(lang, f"remedies.cell_left.{kind}", left=args["cell_left"])
    elif args["cell_sure"]:
        end = say(lang, f"remedies.cell_enough.{kind}") + ("" if last else say(lang, "remedies.cell_else"))
    now = getattr(school.activity_by_id[activity], column)
    blanks = {"name": activity_name(lang, school, activity), "value": args["cell_value"], "now": now, "end": end}
    return say(lang, f"remedies.cell.{column}", **blanks)
