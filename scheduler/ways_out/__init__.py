"""The cheapest ways out: small relaxations of a school, each tried by a solve and worth what a verified plan shows."""

from scheduler.ways_out.candidates import Way
from scheduler.ways_out.compare import WayOut
from scheduler.ways_out.finding import News, Report, Tally, Try, find
from scheduler.ways_out.gains import Gain, gain
from scheduler.ways_out.steps import NEW, Step
from scheduler.ways_out.together import KINDS, Together
from scheduler.ways_out.words import gain_words, kinds_words, steps_words

__all__ = [
    "KINDS", "NEW", "Gain", "News", "Report", "Step", "Tally", "Together", "Try", "Way", "WayOut", "find", "gain", "gain_words", "kinds_words",
    "steps_words",
]  # fmt: skip
