"""What changed between two plans, by class and by person, in words that can be sent to them."""

from scheduler.diff.compare import Change, Difference, Entry, difference, unplaced
from scheduler.diff.text import counted, rows, text

__all__ = ["Change", "Difference", "Entry", "counted", "difference", "rows", "text", "unplaced"]
