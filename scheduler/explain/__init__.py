"""Why this and not that: a finished plan explained by counts of its files and by what another plan would cost.

Every number is a plain count, or the answer of :func:`scheduler.whatif.what_if`.
"""

from scheduler.explain.ask import Asker
from scheduler.explain.club import explain_club
from scheduler.explain.cost import is_legend
from scheduler.explain.duty import explain_duty
from scheduler.explain.facts import Facts, Home, Said
from scheduler.explain.student import explain_student, students_named
from scheduler.explain.teacher import explain_person
from scheduler.explain.versions import same_school

__all__ = [
    "Asker",
    "Facts",
    "Home",
    "Said",
    "explain_club",
    "explain_duty",
    "explain_person",
    "explain_student",
    "is_legend",
    "same_school",
    "students_named",
]
