"""The classes that have no section of a class club which others have, and why."""

from collections.abc import Iterable, Sequence

from models.services import Activity
from scheduler.explain.facts import Facts, Said, Value
from scheduler.explain.impossible import could_join
from scheduler.explain.openings import who_listed
from scheduler.messages import say
from scheduler.messages.names import class_name, listing


def other_classes(facts: Facts, activity: Activity, block: str, held: Sequence[str], depth: int) -> Iterable[Said]:
    """Those of which too few could come; then those of which enough could, but too few would have a higher choice by it; then the
    others, each with whoever and whatever is missing now."""
    school, fewest = facts.school, max(1, activity.min_size)
    few: list[tuple[str, int]] = []
    content: list[tuple[str, int]] = []
    for one in school.classes:
        if one.class_id in held or one.grade not in school.blocks[block].grades or not activity.for_grade(one.grade):
            continue
        join = could_join(facts, block, activity, one.class_id)
        gain = who_listed(facts, activity, block, one.class_id)["gain"]
        if join < fewest:
            few.append((one.class_id, join))
        elif gain < fewest and not activity.fallback:
            content.append((one.class_id, gain))
        else:
            yield _open(facts, activity, block, one.class_id, gain, depth)
    for key, classes in (("few", few), ("content", content)):
        if classes:
            yield _counted(facts, f"club.classes_{key}", classes, fewest, depth)


def _counted(facts: Facts, key: str, classes: Sequence[tuple[str, int]], fewest: int, depth: int) -> Said:
    told = [
        say(facts.lang, "explain.class_count", school_class=class_name(facts.lang, class_id), count=count)
        for class_id, count in classes
    ]
    values: dict[str, Value] = {"count": len(classes), "fewest": fewest}
    return facts.said(key, depth, classes=listing(facts.lang, told, of="classes"), **values)


def _open(facts: Facts, activity: Activity, block: str, class_id: str, gain: int, depth: int) -> Said:
    slots = facts.school.blocks[block].slots
    session = facts.offers.session(activity.activity_id, class_id, slots, max(1, activity.min_size))
    key = "club.class_could" if session.possible else "club.class_cannot"
    return facts.said(key, depth, school_class=class_id, count=gain, why="" if session.possible else session.words)
