"""What a rule pack is: a region's dated rules, each with the document and the clause that it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from models.row import Clock, Day, Int, Money, Text

Sure = Literal["official text", "reported", "unsure"]
Period = Literal["lesson", "hour", "month", "term"]
Rule = Literal[
    "latest_end",
    "earliest_end",
    "earliest_start",
    "evening_latest_end",
    "minutes_a_day",
    "days_a_week",
    "school_days_only",
    "sessions_week",
    "fee_cap",
    "pay_floor",
    "pay_cap",
    "clearance",
    "reminder",
]
RULES: tuple[Rule, ...] = get_args(Rule)
SURE: tuple[Sure, ...] = get_args(Sure)
PERIODS: tuple[Period, ...] = get_args(Period)

_CLOCK: TypeAdapter[Any] = TypeAdapter(Clock)
_COUNT: TypeAdapter[Any] = TypeAdapter(Annotated[Int, Field(ge=0)])
_MONEY: TypeAdapter[Any] = TypeAdapter(Money)

#: What the value of each rule is; a rule that is not here has none.
VALUES: dict[Rule, tuple[str, TypeAdapter[Any]]] = {
    "latest_end": ("time", _CLOCK),
    "earliest_end": ("time", _CLOCK),
    "earliest_start": ("time", _CLOCK),
    "evening_latest_end": ("time", _CLOCK),
    "minutes_a_day": ("count", _COUNT),
    "days_a_week": ("count", _COUNT),
    "sessions_week": ("count", _COUNT),
    "fee_cap": ("money", _MONEY),
    "pay_floor": ("money", _MONEY),
    "pay_cap": ("money", _MONEY),
}

Level = Annotated[int, Field(ge=1, le=12)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Document(_Part):
    """Where clauses come from: ``source`` is where its text or the report of it was read, ``sure`` how sure that is."""

    title: Text
    title_en: Text | None = None
    number: Text | None = None
    source: Text
    source_en: Text | None = None
    sure: Sure


class Clause(_Part):
    """One rule with its clause.

    ``levels``: years of school, 1 to 12, that it is for; none = all. In force from ``begins`` to ``ends``, both inclusive.
    ``says`` is the clause's wording or its sense, ``reading`` how the program takes it.
    """

    rule: Rule
    value: Any = None
    per: Period | None = None
    levels: tuple[Level, ...] = ()
    document: Text
    clause: Text
    clause_en: Text | None = None
    begins: Day = Field(alias="from")
    ends: Day | None = Field(default=None, alias="until")
    says: Text
    says_en: Text | None = None
    reading: Text | None = None
    reading_en: Text | None = None
    sure: Sure | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_value(cls, data: Any) -> Any:
        """The value as the rule wants it; what cannot be read stays, for :func:`misfits` to name."""
        if not isinstance(data, dict) or misfits(data):
            return data
        kind = next((kind for rule, kind in VALUES.items() if rule == data.get("rule")), None)
        return data | {"value": kind[1].validate_python(data.get("value"))} if kind else data


def misfits(clause: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What does not fit a clause's rule, as pairs of key and fault: its value, and what a fee is for."""
    rule = next((rule for rule in RULES if rule == clause.get("rule")), None)
    found: list[tuple[str, str]] = []
    if rule is None:
        return found
    if rule in VALUES:
        kind, adapter = VALUES[rule]
        try:
            adapter.validate_python(clause.get("value"))
        except ValidationError:
            found.append(("value", f"value_{kind}"))
    elif "value" in clause:
        found.append(("value", "no_value"))
    if (rule == "fee_cap") != ("per" in clause):
        found.append(("per", "per_only" if "per" in clause else "per_missing"))
    return found


class Pack(_Part):
    """A region's rules. ``includes`` names packs whose rules hold there too."""

    title: Text
    title_en: Text | None = None
    aliases: tuple[Text, ...] = ()
    includes: tuple[Text, ...] = ()
    documents: dict[str, Document] = {}
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True)
class Ruling:
    """A clause with its pack's name and its document."""

    pack: str
    clause: Clause
    document: Document

    @property
    def sure(self) -> Sure:
        """How sure the source is: the clause's own word, else its document's."""
        return self.clause.sure or self.document.sure

    @property
    def value(self) -> Any:
        """The clause's value."""
        return self.clause.value

    def in_force(self, start: date, end: date) -> bool:
        """Whether the clause holds on any day from ``start`` to ``end``."""
        return self.clause.begins <= end and (self.clause.ends is None or self.clause.ends >= start)


@dataclass(frozen=True)
class Rules:
    """The rules that a region's name stands for, with those of the packs that it includes, widest first."""

    name: str
    title: str
    title_en: str | None
    rulings: tuple[Ruling, ...]
