"""What people call things: names beside ids, weekdays and kinds in words."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from models.row import Window
from models.school import School
from scheduler.messages import Lang, say
from scheduler.outputs.week import Meeting


class Names:
    """Look-ups from ids to the words of a language."""

    def __init__(self, school: School, lang: Lang) -> None:
        self.school = school
        self.lang: Lang = lang
        self._staff = {row.staff_id: row.name for row in school.duty_staff}
        self._called = Counter(person.name for person in (*school.teachers, *school.instructors))
        self._rooms = Counter(room.name for room in school.rooms)
        groups = Counter(room.group for room in school.childcare_rooms)
        self._huts = {
            room.room_id: self.word(f"hut_{room.group}") + (f" {room.room_id}" if groups[room.group] > 1 else "")
            for room in school.childcare_rooms
        }
        self._posts = {post.post_id: (number, post) for number, post in enumerate(school.posts)}

    def word(self, key: str, **blanks: object) -> str:
        """A word or sentence of the room ``outputs``."""
        return say(self.lang, f"outputs.{key}", **blanks)

    def heading(self, column: str) -> str:
        """A column's heading."""
        return self.word(f"column_{column}")

    def weekday(self, number: int) -> str:
        """A weekday's name, 1 = Monday."""
        return self.word(f"weekday_{number}")

    def short_weekday(self, number: int) -> str:
        """A weekday's short name, 1 = Monday."""
        return self.word(f"dayname_{number}")

    def kind(self, kind: str) -> str:
        """What sort of session it is."""
        return self.word(f"kind_{kind}")

    def part(self, part: str) -> str:
        """What a person does in a session: lead, escort or care."""
        return self.word(f"part_{part}")

    def role(self, role: str) -> str:
        """A duty role."""
        return self.word(f"role_{role}")

    def choice(self, rank: int | None) -> str:
        """Which choice of the student's list it is; blank where there is no list, rank 0 = fallback."""
        if rank is None:
            return ""
        return self.word("choice", rank=rank) if rank else self.word("fallback")

    def activity(self, meeting: Meeting, unnamed: str = "") -> str:
        """The activity's name (``unnamed`` where there is none), and what is wrong where it is not held."""
        activity = self.school.activity_by_id.get(meeting.activity_id or "")
        name = activity.name if activity else unnamed
        return (name + self.word(f"missing_{meeting.missing}")).strip() if meeting.missing else name

    def person(self, person_id: str | None) -> str:
        """A teacher's or an instructor's name."""
        if person_id is None:
            return ""
        found = self.school.teacher_by_id.get(person_id) or self.school.instructor_by_id.get(person_id)
        return found.name if found else person_id

    def called(self, person_id: str) -> str:
        """A person's name, with the id where others have the same."""
        name = self.person(person_id)
        return f"{name} {person_id}" if self._called[name] > 1 else name

    def leaders(self, meeting: Meeting) -> str:
        """Everybody who works in a meeting, the escort after a plus sign."""
        leaders = self.word("comma").join(self.called(person) for person in meeting.leaders)
        return f"{leaders} + {self.called(meeting.escort_id)}" if meeting.escort_id else leaders

    def titled(self, meeting: Meeting) -> str:
        """The activity's name with its section where there can be several; the kind for rooms for children."""
        if meeting.kind == "childcare":
            return self.kind(meeting.kind)
        activity = self.school.activity_by_id.get(meeting.activity_id or "")
        many = activity is not None and activity.kind == "club" and activity.max_sections > 1
        name = self.activity(meeting)
        return self.word("section", name=name, section=meeting.section) if many and meeting.section else name

    def class_name(self, class_id: str) -> str:
        """A class as it is called on paper: a bare number gets the word for a class."""
        return self.word("class", name=class_id) if class_id.isascii() and class_id.isdigit() else class_id

    def counted(self, names: Sequence[str]) -> str:
        """How many people, and who."""
        return self.word("members", count=len(names), names=self.word("comma").join(names))

    def staff(self, staff_id: str | None) -> str:
        """The name of somebody on duty, or the word for an unfilled post."""
        if staff_id is None:
            return self.word("unfilled")
        return self._staff.get(staff_id) or self.person(staff_id)

    def room(self, room_id: str | None) -> str:
        """A room's name; its id where it has none. Rooms for teachers' children are called by their group."""
        room = self.school.room_by_id.get(room_id or "")
        return (room.name if room else self._huts.get(room_id or "")) or room_id or ""

    def room_called(self, room_id: str) -> str:
        """A room's name, with the id where others have the same."""
        name = self.room(room_id)
        return f"{name} {room_id}" if self._rooms[name] > 1 else name

    def post(self, post_id: str) -> str:
        """A duty post's name."""
        found = self._posts.get(post_id)
        return found[1].name if found else post_id

    def post_order(self, post_id: str) -> tuple[int, str]:
        """Where a post stands in the school's own table."""
        found = self._posts.get(post_id)
        return (found[0] if found else len(self._posts), post_id)

    def windows(self, post_id: str) -> list[tuple[str, str]]:
        """The times, from and to, at which a post binds."""
        return [(f"{window.start:%H:%M}", f"{window.end:%H:%M}") for window in self.post_windows(post_id)]

    def post_windows(self, post_id: str) -> tuple[Window, ...]:
        """The windows of a post; none where it is not known."""
        found = self._posts.get(post_id)
        return found[1].windows if found else ()

    def away(self, person_id: str, on: date) -> bool:
        """Whether a person is on leave on a date."""
        return any(row.person_id == person_id and row.start <= on <= row.end for row in self.school.leave)
