"""Substitutes for one date: who can take over what is left without somebody, each with reasons."""

from scheduler.substitute.day import changes_of
from scheduler.substitute.survey import Choice, Hole, Survey, survey

__all__ = ["Choice", "Hole", "Survey", "changes_of", "survey"]
