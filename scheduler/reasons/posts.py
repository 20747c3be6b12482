"""Why a duty post has nobody on a date."""

from dataclasses import replace

from models.duty import DutyPost, DutyStaff
from scheduler.calendar import SchoolDay
from scheduler.messages.names import activity_name, listing, sentences
from scheduler.reasons.advice import advice
from scheduler.reasons.cause import Cause, because, grouped
from scheduler.reasons.offer import Offers


def why_unfilled(offers: Offers, day: SchoolDay, post: DutyPost) -> str:
    """Everybody of the post's role, and what stood against each."""
    role = offers.say(f"role.{post.role}")
    people = [s for s in offers.school.duty_staff if post.role in s.roles]
    if not people:
        return offers.say("duty.no_role", role=role)
    causes = {s.staff_id: why_not_on_duty(offers, s, day, post) for s in people}
    free = [staff_id for staff_id, cause in causes.items() if cause is None]
    if free:
        names = listing(offers.lang, [offers.name_of(s) for s in free], of="people")
        return sentences(offers.lang, [offers.could("duty.could", people=names), offers.then])
    blocked = [(staff_id, cause) for staff_id, cause in causes.items() if cause]
    nobody = offers.say("duty.nobody", role=role, who=grouped(offers.lang, blocked, offers.name_of, every=True))
    return sentences(offers.lang, [nobody, advice(offers.lang, "duty", blocked, role=role)])


def why_not_on_duty(offers: Offers, person: DutyStaff, day: SchoolDay, post: DutyPost) -> Cause | None:
    """What stood against the person; the plainest cause first."""
    if never := _never(offers, person, day, post):
        return never
    close, busy = too_close(offers, person, day), _teaching(offers, person, day, post)
    # whoever would give another duty away for this one must know that it does not help
    return replace(close, also=busy) if close else busy


def prevented(offers: Offers, person: DutyStaff, day: SchoolDay, post: DutyPost) -> Cause | None:
    """What stands against the person whatever other duties they have."""
    return _never(offers, person, day, post) or _teaching(offers, person, day, post)


def _never(offers: Offers, person: DutyStaff, day: SchoolDay, post: DutyPost) -> Cause | None:
    """What their own rows have against the date."""
    if person.posts and post.post_id not in person.posts:
        return because("not_post")
    if day.weekday not in person.weekdays:
        return because("not_weekday")
    leave = offers.school.leave
    if any(row.person_id == person.staff_id and row.start <= day.date <= row.end for row in leave):
        return because("leave")
    for child in offers.held.children.get(person.staff_id, ()):
        if day.weekday in child.weekdays and any(window.end > child.leave_by for window in post.windows):
            return because("child", time=child.leave_by.strftime("%H:%M"))
    return None


def too_close(offers: Offers, person: DutyStaff, day: SchoolDay) -> Cause | None:
    """What the person's other duties have against the date."""
    duties = offers.held.duties_of.get(person.staff_id, [])
    days = [offers.held.day_of[d.date] for d in duties if d.date in offers.held.day_of]
    for duty in duties:
        if duty.date == day.date:
            post = offers.held.post(duty.post_id)
            return because("other_post", "other_post_brief", post=post.name if post else duty.post_id)
    near = [d for d in days if abs(d.index - day.index) < person.min_gap]
    nearest = min(near, key=lambda d: abs(d.index - day.index), default=None)
    same_week = [d.date.isoformat() for d in days if d.week == day.week]
    if not person.max_week:
        return because("max_week_none")
    if len(same_week) >= person.max_week:
        week: dict[str, str | int] = {"dates": listing(offers.lang, same_week), "limit": person.max_week}
        if nearest is None:
            return because("max_week", "max_week_brief", **week)
        gap = {"date": nearest.date.isoformat(), "apart": abs(nearest.index - day.index), "gap": person.min_gap}
        return because("max_week_gap", "max_week_gap_brief", **week, **gap)
    return None if nearest is None else _too_near(offers, person, day, nearest)


def _too_near(offers: Offers, person: DutyStaff, day: SchoolDay, other: SchoolDay) -> Cause:
    """The duty that is too near, and the nearest date that is not: after a holiday it is later than people expect."""
    earlier = other.date < day.date
    apart = abs(other.index - day.index)
    nearest = other.index + (person.min_gap if earlier else -person.min_gap)
    by_index = {one.index: one.date.isoformat() for one in offers.held.days}
    blanks: dict[str, str | int] = {"date": other.date.isoformat(), "apart": apart, "limit": person.min_gap}
    if nearest not in by_index:
        return because("min_gap", "min_gap_brief", **blanks)
    key = "min_gap_before" if earlier else "min_gap_after"
    return because(key, "min_gap_brief", other=by_index[nearest], **blanks)


def _teaching(offers: Offers, person: DutyStaff, day: SchoolDay, post: DutyPost) -> Cause | None:
    for slot_id, session in offers.held.tasks.get(person.staff_id, {}).items():
        slot = offers.school.slot_by_id[slot_id]
        if slot.weekday != day.weekday or not any(w.overlaps(slot.start, slot.end) for w in post.windows):
            continue
        if session is None:
            return because("post_caring")
        return because(
            "post_busy", "post_busy_brief", activity=activity_name(offers.lang, offers.school, session.activity_id)
        )
    return None
