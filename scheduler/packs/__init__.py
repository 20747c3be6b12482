"""The rules of regions as data, each with its clause, and whether a school and its plan keep them."""

from scheduler.packs.finding import Finding, Judgement, Unchecked
from scheduler.packs.judge import judge
from scheduler.packs.load import rules_of, shipped
from scheduler.packs.pack import Rules, Ruling
from scheduler.packs.words import describe, describe_unchecked

__all__ = [
    "Finding",
    "Judgement",
    "Rules",
    "Ruling",
    "Unchecked",
    "describe",
    "describe_unchecked",
    "judge",
    "rules_of",
    "shipped",
]
