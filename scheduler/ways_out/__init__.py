"""The cheapest ways out: small relaxations of a school, each tried by a solve and worth what a verified plan shows."""

from scheduler.ways_out.candidates import Way
from scheduler.ways_out.compare import WayOut
from scheduler.ways_out.finding import find
from scheduler.ways_out.gains import Gain, gain
from scheduler.ways_out.report import Failed, News, Report, Tally, Tried, Try
from scheduler.ways_out.steps import NEW, Step
from scheduler.ways_out.together import KINDS, Together
from scheduler.ways_out.words import closes_all, gain_words, kinds_words, steps_words

__all__ = [
    "KINDS", "NEW", "Failed", "Gain", "News", "Report", "Step", "Tally", "Together", "Tried", "Try", "Way", "WayOut", "closes_all", "find", "gain",
    "gain_words", "kinds_words", "steps_words",
]  # fmt: skip
