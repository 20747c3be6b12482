"""Ways out in words."""

from collections.abc import Sequence

from models.school import School
from scheduler.messages import Lang, say
from scheduler.ways_out.gains import Gain
from scheduler.ways_out.steps import Step


def steps_words(steps: Sequence[Step], lang: Lang, school: School) -> str:
    """What is to be done, all of it together."""
    return say(lang, "ways.and").join(step.words(lang, school) for step in steps)


def gain_words(gain: Gain, lang: Lang, *, sure: bool = True) -> str:
    """What it brings, the most important first; ``sure`` False: some of it may be had without."""
    parts: list[str] = []
    if gain.complete:
        parts.append(say(lang, "ways.gain.complete"))
    for name in ("sessions", "duties", "tutoring", "places"):
        count: int = getattr(gain, name)
        if count > 0:
            parts.append(say(lang, f"ways.gain.{name}", count=count))
    if gain.cost > 0:
        parts += _choices(gain, lang)
    text = say(lang, "ways.comma").join(parts)
    return text if sure else say(lang, "ways.unsure", gain=text)


def _choices(gain: Gain, lang: Lang) -> list[str]:
    rows = (
        ("sections", gain.sections),
        ("first", gain.first_choices),
        ("first_less", -gain.first_choices),
        ("fallbacks", gain.fallbacks),
        ("cost", gain.cost),
        ("better", gain.better),
        ("worse", gain.worse),
    )
    return [say(lang, f"ways.gain.{name}", count=count) for name, count in rows if count > 0]
