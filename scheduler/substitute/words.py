"""Tasks, people and options in words."""

from collections import defaultdict
from collections.abc import Sequence

from models.ledger import OWN_REASONS, Change, Task
from models.plan import Plan, Session
from models.school import School
from scheduler.messages import LANGS, Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    block_times,
    class_name,
    listing,
    person_name,
    post_name,
    room_name,
    row_name,
    sentences,
    slot_name,
    some_name,
)
from scheduler.messages.pins import pin_cells
from scheduler.substitute.cause import Cause
from scheduler.substitute.day import Job
from scheduler.substitute.options import Option

_MOST_REASONS = 8


def who(school: School, person: str | None, lang: Lang) -> str:
    """Somebody by name and id; a word where it is nobody."""
    if person is None:
        return say(lang, "substitute.nobody")
    name = person_name(school, person)
    return person if name == person else say(lang, "substitute.who", name=name, id=person)


def task_words(job: Job, school: School, lang: Lang) -> str:
    """What a task is: times, what and where."""
    if job.session is not None:
        return session_words(job.task, job.session, school, lang)
    return bare_words(job.task, school, lang)


def session_words(task: Task, session: Session, school: School, lang: Lang) -> str:
    """Leading or escorting a session."""
    key = f"substitute.job_{task.kind}" + ("_class" if session.class_id else "")
    return say(
        lang,
        key,
        start=session.start.strftime("%H:%M"),
        end=session.end.strftime("%H:%M"),
        activity=activity_name(lang, school, session.activity_id),
        school_class=session.class_id or "",
        room=room_name(school, session.room_id),
    )


def bare_words(task: Task, school: School, lang: Lang) -> str:
    """Caring for children or a duty; what else is not known keeps its id."""
    if task.kind == "carer" and task.ids[0] in school.slot_by_id:
        slot = school.slot_by_id[task.ids[0]]
        start, end = slot.start.strftime("%H:%M"), slot.end.strftime("%H:%M")
        return say(lang, "substitute.job_carer", start=start, end=end, room=_children_room(school, task.ids[1], lang))
    if task.kind == "duty":
        windows = next((post.windows for post in school.posts if post.post_id == task.ids[0]), ())
        times = listing(lang, [f"{w.start:%H:%M}–{w.end:%H:%M}" for w in windows])
        post = post_name(lang, school, task.ids[0])
        return say(lang, "substitute.job_duty_at" if times else "substitute.job_duty", post=post, times=times)
    return say(lang, f"substitute.job_unknown_{task.kind}", id=";".join(task.ids))


def _children_room(school: School, room_id: str, lang: Lang) -> str:
    """A room for children by its group, with its id where there are several."""
    found = next((room for room in school.childcare_rooms if room.room_id == room_id), None)
    if found is None:
        return room_id
    name = say(lang, f"outputs.hut_{found.group}")
    several = sum(room.group == found.group for room in school.childcare_rooms) > 1
    return f"{name} {room_id}" if several else name


def change_words(change: Change, plan: Plan, school: School, lang: Lang) -> str:
    """An entry of the ledger in one sentence."""
    task = change.task
    if change.is_absence:
        key = "substitute.entry_absent" if change.now is None else "substitute.entry_back"
        return say(lang, key, date=change.date.isoformat(), who=who(school, task.ids[0], lang))
    session = next((s for s in plan.sessions if s.session_id == task.ids[0]), None)
    led = task.kind in ("leader", "escort") and session is not None
    text = session_words(task, session, school, lang) if led and session else bare_words(task, school, lang)
    if change.now is not None:
        key = "entry"
    else:
        key = {
            "leader": "entry_not_held",
            "escort": "entry_no_escort",
            "duty": "entry_unfilled",
            "carer": "entry_no_carer",
        }[task.kind]
    was, now = who(school, change.was, lang), who(school, change.now, lang)
    return say(lang, f"substitute.{key}", date=change.date.isoformat(), task=text, was=was, now=now)


class BreachNames:
    """What fills the blanks of the verifier's sentences, by names in place of ids. Students keep their ids."""

    def __init__(self, school: School, plan: Plan, lang: Lang) -> None:
        self._school = school
        self._lang: Lang = lang
        self._sessions = {session.session_id: session for session in plan.sessions}

    def of(self, blank: str, value: str | int) -> str | int:
        """The value of a blank in words."""
        if isinstance(value, int):
            return value
        school, lang = self._school, self._lang
        match blank:
            case "person" | "leader" | "escort":
                return who(school, value, lang)
            case "activity":
                return activity_name(lang, school, value)
            case "session":
                return self._session(value)
            case "places" | "sessions":
                return listing(lang, [self._place(part) for part in value.split(", ")])
            case "post":
                return post_name(lang, school, value)
            case "slot":
                return slot_name(lang, school, value)
            case "block":
                return block_name(lang, school, value)
            case "student":
                found = school.student_by_id.get(value)
                if found is None:
                    return value
                return say(lang, "substitute.student", student=value, school_class=class_name(lang, found.class_id))
            case "room" | "home":
                return self._place(value)
            case "cells":
                return pin_cells(lang, school, value)
            case "blocks":
                parts = [part for part in school.blocks if part in value.split(";")]
                return listing(lang, [block_name(lang, school, part) for part in parts])
            case "ids":
                return listing(lang, [some_name(lang, school, part) for part in value.split(";")])
            case _:
                return value

    def row(self, file: str, row: str) -> str:
        """A row of one of the plan's tables."""
        session = self._sessions.get(row) if file == "sessions.csv" else None
        what = (session.activity_id, session.block) if session else ()
        return row_name(self._lang, self._school, file, row, *what)

    def _place(self, value: str) -> str:
        """A session, or a room for children, or any other room."""
        if value in self._sessions:
            return self._session(value)
        hut = any(room.room_id == value for room in self._school.childcare_rooms)
        return _children_room(self._school, value, self._lang) if hut else room_name(self._school, value)

    def _session(self, session_id: str) -> str:
        session = self._sessions.get(session_id)
        if session is None:
            return session_id
        return say(
            self._lang,
            "substitute.session_class" if session.class_id else "substitute.session",
            when=block_times(self._lang, self._school, session.block),
            activity=activity_name(self._lang, self._school, session.activity_id),
            school_class=class_name(self._lang, session.class_id or ""),
            room=room_name(self._school, session.room_id),
        )


def reason_words(reason: str, lang: Lang) -> str:
    """The reason of an entry. The program's own is said in the reader's language, also where one was written out."""
    for own, stored in OWN_REASONS.items():
        key = f"substitute.reason_{own}"
        if reason == stored or reason in {say(each, key) for each in LANGS}:
            return say(lang, key)
    return reason


def reasons(option: Option, school: School, lang: Lang) -> str:
    """Why an option is as good as it is, then what follows for others."""
    items = [cause.words(lang) for cause in option.reasons]
    follows: list[str] = []
    first = option.moves[0]
    for move in option.moves[1:]:
        if move.job.task == Task("escort", first.job.task.ids):
            if move.now is None and move.job.was is not None and move.job.was != first.now:
                follows.append(say(lang, "substitute.let_go", who=who(school, move.job.was, lang)))
            continue
        key = "substitute.follows" if move.job.on == first.job.on else "substitute.follows_on"
        if move.job.was is None:
            key = "substitute.follows_new"
        follows.append(
            say(
                lang,
                key,
                who=who(school, move.now, lang),
                was=who(school, move.job.was, lang),
                task=task_words(move.job, school, lang),
                date=move.job.on.isoformat(),
            )
        )
    return sentences(lang, [say(lang, "substitute.because", reasons=listing(lang, items, _MOST_REASONS)), *follows])


def grouped(unable: Sequence[tuple[str, Cause]], lang: Lang) -> list[tuple[str, list[str]]]:
    """Who cannot, by the reason, the most frequent first."""
    found: dict[str, list[str]] = defaultdict(list)
    for person, cause in unable:
        found[cause.words(lang)].append(person)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def why_nobody(unable: Sequence[tuple[str, Cause]], job: Job, school: School, lang: Lang) -> str:
    """Why a task has no option, for each group of people."""
    others = [(person, cause) for person, cause in unable if person != job.was]
    if not others:
        kind = "skill" if job.task.kind == "leader" else job.task.kind
        activity = activity_name(lang, school, job.session.activity_id) if job.session else ""
        return say(lang, f"substitute.nobody_fit_{kind}", activity=activity)
    groups = [
        say(
            lang,
            "substitute.group",
            cause=cause,
            names=listing(lang, [person_name(school, p) for p in people], of="people"),
        )
        for cause, people in grouped(others, lang)
    ]
    key = "nobody_can_duty" if job.is_duty else "nobody_can"
    return say(lang, f"substitute.{key}", count=len(others), groups=say(lang, "substitute.groups").join(groups))
