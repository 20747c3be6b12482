"""Why a student does not get a tutoring session."""

from collections import Counter
from functools import cache

from models.services import Activity
from scheduler.messages.names import activity_name, listing, sentences, slot_name, weekday_name
from scheduler.reasons.offer import Answer, Offers


class Tutors:
    """The tutoring groups of a finished plan, asked for one more student."""

    def __init__(self, offers: Offers) -> None:
        self.offers, self.held, self.school = offers, offers.held, offers.school
        self._group = cache(self._group_in)
        self._open: set[str] = set()
        #: What each reason takes: how many of students, people and rooms are missing.
        self._lacking: Counter[str] = Counter()

    def slots_of(self, student_id: str, activity: Activity) -> list[str]:
        """The slots in which a further session could be: homework, on a day they stay, with none of it that day."""
        student = self.school.student_by_id[student_id]
        grade = self.school.class_by_id[student.class_id].grade
        taken = self.held.tutoring_days.get((student_id, activity.activity_id), set())
        slots = self.school.slots_of(grade, "homework") if activity.for_grade(grade) else ()
        weekdays = set(student.weekdays) - taken
        return [s for s in slots if activity.runs_in(s) and self.school.slot_by_id[s].weekday in weekdays]

    def why(self, student_id: str, activity: Activity, lacking: int) -> str:
        """Slot by slot; ``lacking``: how many sessions the student still lacks, each of which has to be on another day."""
        slots = self.slots_of(student_id, activity)
        if not slots:
            return self._no_slot(student_id, activity)
        if not any(self.offers.people.candidates(activity)):  # whatever the slot
            return self.offers.why_not(activity.activity_id, None, (slots[0],), max(1, activity.min_size))
        by_words: dict[str, list[str]] = {}
        for slot_id in slots:
            other = self.held.tutored.get((student_id, slot_id))
            if other:
                words = self.offers.say("tutoring.other", activity=activity_name(self.offers.lang, self.school, other))
            else:
                words = self._group(activity.activity_id, slot_id)
            by_words.setdefault(words, []).append(slot_name(self.offers.lang, self.school, slot_id))
        lang = self.offers.lang
        ordered = sorted(by_words.items(), key=lambda one: self._lacking[one[0]])  # the one that takes least first
        lines = ((listing(lang, names, len(names)), words) for words, names in ordered)
        told = [self.offers.say("tutoring.slot", slots=names, why=words) for names, words in lines]
        over = self._overbooked(student_id)
        if self._open & by_words.keys():
            return sentences(lang, [over, *told, self.offers.then])
        days = len({self.school.slot_by_id[slot_id].weekday for slot_id in slots})
        first, beside = self._wanted(activity, lacking, days), self._other_days(student_id, activity)
        if len(told) == 1:
            return sentences(lang, [over, *([first] if lacking > 1 else []), *told, beside])
        items = (self.offers.say("tutoring.item", number=n, words=words) for n, words in enumerate(told, 1))
        return sentences(lang, [over, first, *items, beside])

    def _overbooked(self, student_id: str) -> str:
        """That a student's tutoring of all kinds is more than the slots in which any of it can be; nothing where it is not."""
        student = self.school.student_by_id[student_id]
        grade = self.school.class_by_id[student.class_id].grade
        named = {row.activity_id for row in self.school.tutoring if row.student_id == student_id}
        own = [a for a in map(self.school.activity_by_id.__getitem__, sorted(named)) if a.for_grade(grade)]
        homework = self.school.slots_of(grade, "homework")
        there = [s for s in homework if self.school.slot_by_id[s].weekday in student.weekdays]
        slots = sum(any(activity.runs_in(slot_id) for activity in own) for slot_id in there)
        wanted = sum(activity.sessions_week for activity in own)
        if len(own) < 2 or wanted <= slots:
            return ""
        return self.offers.say("tutoring.overbooked", wanted=wanted, slots=slots, over=wanted - slots)

    def _other_days(self, student_id: str, activity: Activity) -> str:
        """The weekdays on which the student does not stay and would make a group with others who lack it; nothing where there are
        none."""
        student = self.school.student_by_id[student_id]
        grade, fewest = self.school.class_by_id[student.class_id].grade, max(1, activity.min_size)
        days: set[int] = set()
        for slot_id in self.school.slots_of(grade, "homework"):
            weekday = self.school.slot_by_id[slot_id].weekday
            if weekday in student.weekdays or not activity.runs_in(slot_id) or not activity.for_grade(grade):
                continue
            groups = sum(s.activity_id == activity.activity_id and slot_id in s.slots for s in self.held.sessions)
            enough = self._waiting(activity, slot_id) + 1 >= fewest > 1 and groups < activity.max_sections
            if enough and self.offers.session(activity.activity_id, None, (slot_id,), fewest).possible:
                days.add(weekday)
        named = self.offers.say("advice.or_club").join(weekday_name(self.offers.lang, day) for day in sorted(days))
        return self.offers.say("tutoring.days", days=named, fewest=fewest) if days else ""

    def _wanted(self, activity: Activity, lacking: int, days: int) -> str:
        """How many of the slots it takes; where there are fewer days than sessions that some can be on none."""
        if lacking > days:
            return self.offers.say("tutoring.few_days", activity=activity.name, count=lacking, days=days)
        if lacking == 1:
            return self.offers.say("tutoring.any")
        return self.offers.say("tutoring.several", count=lacking, times=activity.sessions_week)

    def _no_slot(self, student_id: str, activity: Activity) -> str:
        """That no slot is left for a further session: of the grade, of the student's days, or by the activity's own row."""
        school_class = self.school.class_by_id[self.school.student_by_id[student_id].class_id]
        if not activity.for_grade(school_class.grade):
            return self.offers.say("tutoring.not_for", activity=activity.name, grade=school_class.grade)
        homework = self.school.slots_of(school_class.grade, "homework")
        if not homework:
            return self.offers.say("tutoring.no_homework", activity=activity.name, grade=school_class.grade)
        if not any(activity.runs_in(slot_id) for slot_id in homework):
            return self.offers.say("tutoring.blocked", activity=activity.name)
        return self.offers.say("tutoring.no_slot", activity=activity.name)

    def _group_in(self, activity_id: str, slot_id: str) -> str:
        """Why there is no place in the slot: groups full, too few to make one, nobody to lead it, no room."""
        activity = self.school.activity_by_id[activity_id]
        groups = [s for s in self.held.sessions if s.activity_id == activity_id and slot_id in s.slots]
        for session in groups:
            room = self.school.room_by_id.get(session.room_id)
            limits = [n for n in (activity.max_size, room.capacity if room else None) if n is not None]
            if self.held.enrolled[session.session_id] < min(limits, default=0):
                return self._possible(self.offers.could("tutoring.open"))
        fewest = max(1, activity.min_size)
        if not activity.max_sections:
            return self.offers.say("tutoring.no_groups")
        if activity.max_size is not None and activity.max_size < fewest:
            return self.offers.say("tutoring.no_size", most=activity.max_size, fewest=fewest)
        if len(groups) >= activity.max_sections:
            count = sum(self.held.enrolled[s.session_id] for s in groups)
            return self.offers.say("tutoring.full", groups=len(groups), count=count)
        waiting = self._waiting(activity, slot_id)
        seats = min(waiting, activity.max_size or waiting)
        answer = self.offers.session(activity_id, None, (slot_id,), min(fewest, waiting), seats)
        if waiting < fewest:
            return self._counted(self._few(waiting, fewest, answer), 1 + len(answer.lacks))
        if answer.possible:
            return self._possible(answer.words)
        return self._counted(sentences(self.offers.lang, [answer.words, answer.steps]), len(answer.lacks))

    def _counted(self, words: str, lacking: int) -> str:
        """Words of which is kept in mind how much is missing."""
        self._lacking[words] = lacking
        return words

    def _few(self, waiting: int, fewest: int, answer: Answer) -> str:
        """That too few could come, and what a smaller group would lack besides."""
        if answer.possible:
            return self.offers.say("tutoring.few", count=waiting, fewest=fewest)
        told = self.offers.say("tutoring.few_besides", count=waiting, fewest=fewest)
        what = self.offers.say("advice.lack_and").join(self.offers.say(f"advice.lack_{one}") for one in answer.lacks)
        return sentences(
            self.offers.lang, [told, answer.words, self.offers.say("advice.group_fewer", count=waiting, what=what)]
        )

    def _possible(self, words: str) -> str:
        """Words of a group that seems possible, kept in mind: what to do about it is said once for all slots."""
        self._open.add(words)
        return words

    def _waiting(self, activity: Activity, slot_id: str) -> int:
        """Students who still lack a session of it and could come in the slot."""
        named = {row.student_id for row in self.school.tutoring if row.activity_id == activity.activity_id}
        return sum(
            self.held.tutoring_count[s, activity.activity_id] < activity.sessions_week
            and (s, slot_id) not in self.held.tutored
            and slot_id in self.slots_of(s, activity)
            for s in named
        )
