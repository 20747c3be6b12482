"""What somebody on a duty post looks at: by what the post is called, by its times, and by what meets then."""

from collections.abc import Sequence
from datetime import time

from models.plan import Duty
from models.row import Window
from scheduler.outputs.names import Names
from scheduler.outputs.week import Meeting

_EARLY, _LESSONS, _MORNING, _NOON = time(8, 30), time(9), time(11), time(12)
_AFTERNOON, _EVENING = time(14), time(18, 30)
#: What is looked at on posts whose names hold one of the words.
_BY_NAME: dict[str, tuple[str, ...]] = {
    "gate": ("护学", "校门", "门岗", "上学", "放学", "gate"),
    "hygiene": ("卫生", "保洁", "hygiene", "clean"),
    "exercises": ("三操", "两操", "早操", "眼保健", "exercise"),
    "canteen": ("食堂", "就餐", "午餐", "canteen", "lunch"),
    "dormitory": ("宿舍", "就寝", "dormitor", "boarding"),
    "lessons": ("课堂与", "巡课", "课间", "纪律", "lesson"),
    "service": ("课后", "延时", "三个课堂", "after-school"),
}


def checks(duty: Duty, planned: Sequence[Meeting], names: Names) -> list[str]:
    """The checks of a post on a day with these meetings, in words."""
    meetings = [meeting for meeting in planned if not meeting.missing]
    windows = names.post_windows(duty.post_id)
    found = _named(names.post(duty.post_id), windows)
    if not found or duty.role == "lead":
        last = max((meeting.end for meeting in meetings), default=None)
        for window in windows:
            found += _in_window(window, any(window.overlaps(m.start, m.end) for m in meetings), last)
    found = found or ["arrival", "lessons", "dismissal"]
    found += ["posts", "emergencies"] if duty.role == "lead" else ["safety"]
    held = (
        sum(any(window.overlaps(m.start, m.end) for window in windows) for m in meetings) if windows else len(meetings)
    )
    return [names.word(f"check_{key}", count=held) for key in dict.fromkeys(found)]


def _named(post: str, windows: Sequence[Window]) -> list[str]:
    """What a post's name says that it is for."""
    found: list[str] = []
    for key, words in _BY_NAME.items():
        if not any(word in post.casefold() for word in words):
            continue
        if key == "gate":
            found += ["arrival"] * (not windows or any(window.start < _MORNING for window in windows))
            found += ["dismissal"] * (not windows or any(window.end > _AFTERNOON for window in windows))
        elif key == "service":
            found += ["staff", "students"]
        else:
            found.append(key)
    return found


def _in_window(window: Window, meets: bool, last: time | None) -> list[str]:
    """What there is to look at in a span of time."""
    found: list[str] = []
    if window.start < _EARLY:
        found.append("arrival")
    if window.start < _MORNING and window.end > _LESSONS:
        found.append("lessons")
    if window.start < _AFTERNOON and window.end > _NOON:
        found.append("noon")
    if meets:
        found += ["staff", "students"]
    if last is not None and window.start <= last <= window.end:
        found.append("dismissal")
    if window.end > _EVENING:
        found.append("evening")
    return found or ["lessons"]
