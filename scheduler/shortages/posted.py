"""Slots that are short of people since a duty has to be filled meanwhile: who may fill it, and who else would do."""

from collections.abc import Callable, Mapping

from models.school import School
from models.term import Slot
from scheduler.shortages.duty import Duties
from scheduler.shortages.network import Deficit

#: How many people are short in the slot, with these for each post.
Missing = Callable[[Mapping[str, tuple[str, ...]]], int]


def others(school: School, slot: Slot, deficit: Deficit, missing: Missing) -> dict[str, str | int]:
    """The post of the deficit (``duty_post``) and who may fill it (``duty_people``); those of its role for whom ``posts`` of the duty staff
    do not name it (``duty_others``), each of whom makes up for somebody, and whether for all who are short (``duty_enough``). Nothing where
    there are several posts."""
    short = [str(node[1]) for node in deficit.needs if isinstance(node, tuple) and node[0] == "post"]
    if len(short) != 1:
        return {}
    post_id, duties = short[0], Duties(school, ())
    posts = duties.posts_over(slot)
    now, could = missing(posts), list[str]()
    left = now
    for row in school.duty_staff:
        free = row.model_copy(update={"posts": ()})
        here = Duties(school, (), (free,)).posts_over(slot)
        if row.posts and row.max_week and post_id in here and row.staff_id not in posts[post_id]:
            with_one = missing(posts | {post_id: (*posts[post_id], row.staff_id)})
            if with_one < now:
                could.append(row.staff_id)
                left = min(left, with_one)
    args: dict[str, str | int] = {"duty_post": post_id, "duty_people": ";".join(posts[post_id])}
    return args | {"duty_others": ";".join(could), "duty_enough": int(not left)}
