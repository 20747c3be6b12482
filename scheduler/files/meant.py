"""What a cell was meant to be that people understand and the program does not: 周三, 45人, 下午4:50, 1-5."""

import re
import unicodedata

from models.hours import DAWN
from models.row import ascii_signs, weekday_said

_BETWEEN = re.compile(r"[;；、,，\s./和与]+")
_SPAN = re.compile(r"(.+?)[-–—~～至到](.+)")
_EVERY = frozenset({"全部", "每天", "天天", "都参加", "所有", "工作日", "all", "daily", "every day"})
_TIME = re.compile(
    r"(?P<part>上午|早上|早晨|中午|下午|傍晚|晚上)?\s*(?P<hour>[0-9]{1,2})(?:\s*(?:[:.点时]\s*(?P<minutes>[0-5][0-9])分?|[点时](?P<half>半|整)?)"
    r"|(?P<joined>[0-5][0-9])(?![0-9]))\s*(?P<after>[AaPp][Mm])?"
)
_REST = re.compile(r"[-–—~～至到;；,，、和\s]*")
_NOON = 12
_NUMBERS = "一二三四五六七八九"
_MADE_UP = re.compile(
    "(?:[补上按照]|补上|补课|调休|执行){0,3}((?:周|星期|礼拜)[一二三四五六日天1-7])的?(?:课|课表|课程|上课|补课|调休)?"
)

#: A number in words, with what is counted.
_IN_WORDS = re.compile(
    "(?:约|大约|共|可坐)?([一二两三四五六七八九十百千零〇]+)(?:个|名|位|间|组|节|次|人|元|座|课时|个人|名学生|人次)?"
)

_YES = frozenset(
    {"√", "✓", "✔", "对", "有", "要", "需", "需要", "可", "可以", "能", "同意", "上课", "补课", "调休上课", "ok", "t"}
)
_NO = frozenset(
    {
        "×",
        "x",
        "✗",
        "✘",
        "无",
        "没有",
        "不",
        "不是",
        "不要",
        "不需要",
        "无需",
        "不可以",
        "不能",
        "放假",
        "休息",
        "停课",
        "不上课",
        "f",
    }
)

#: What makes a time hold on some days alone, or is another number; and so many signs are a remark on a time.
_OTHERWISE, _FEW_WORDS = re.compile("[0-9周星礼除不或]"), 8

_LATE = ("下午", "傍晚", "晚上", "pm")


def weekday_meant(value: object) -> str:
    """The number of a weekday that is written as a word, also as that whose lessons are made up for; empty where it is none."""
    day = weekday_said(str(value)) or day_made_up(value)
    return str(day) if day else ""


def day_made_up(value: object) -> int | None:
    """The only weekday of which a text says that its lessons are held: 补周五, 上周三的课, 按周四课表."""
    text = ascii_signs(str(value)).replace(" ", "")
    found = _MADE_UP.fullmatch(text)
    return weekday_said(found[1]) if found else None


def weekdays_meant(value: object) -> str:
    """Weekdays as the cell wants them: of words, of a span, of digits without signs between them."""
    text = ascii_signs(str(value)).replace(" ", "")
    text = re.sub("(?<=[一二三四五六日天1-7])(?:周|星期|礼拜)(?=[一二三四五六日天1-7](?:周|星期|礼拜|$))", ";", text)
    if text.casefold() in _EVERY:
        return "1;2;3;4;5"
    if span := _SPAN.fullmatch(text):
        first, last = (weekday_said(part) for part in span.groups())
        return ";".join(map(str, range(first, last + 1))) if first and last and first < last else ""
    parts = [part for part in _BETWEEN.split(text) if part]
    signs = re.fullmatch("(?:周|星期|礼拜)?([一二三四五六日天]+|[1-7]+)", text)
    days = [weekday_said(part) for part in (signs[1] if len(parts) == 1 and signs else parts)]
    found = [day for day in days if day]
    ordered = len(found) == len(days) > 0 and found == sorted(set(found))
    return ";".join(map(str, found)) if ordered else ""


def number_meant(value: object) -> str:
    """The only whole number in a text, with a unit or other words around it, or commas between its thousands: 45人, 1,900."""
    text = ascii_signs(str(value))
    text = re.sub(r"(?<![0-9,])([0-9]{1,3})((?:,[0-9]{3})+)(?![0-9,])", lambda found: found[0].replace(",", ""), text)
    found = re.fullmatch(r"[^0-9.,+-]*(-?[0-9]{1,9})[^0-9.,+-]*", text)
    if words := _IN_WORDS.fullmatch(text):
        return _of_words(words[1])
    return str(int(found[1])) if found and isinstance(value, str) else ""


def _of_words(text: str) -> str:
    """The number that Chinese figures say, as 四十五; empty where they say none, or more than one, as 三四."""
    match = re.fullmatch(
        f"(?:([{_NUMBERS}两])千)?零?(?:([{_NUMBERS}两])百)?零?(?:([{_NUMBERS}]?)(十))?零?([{_NUMBERS}两]?)",
        text.replace("〇", "零"),
    )
    if not match or not text.strip("零〇"):
        return ""
    thousands, hundreds, tens, ten, ones = (part or "" for part in match.groups())
    if ones and not ten and (hundreds or thousands) and "零" not in text:  # 二百五 is 250
        return ""
    digits = [_digit(thousands), _digit(hundreds), _digit(tens) if tens else int(bool(ten)), _digit(ones)]
    return str(int("".join(map(str, digits))))


def _digit(sign: str) -> int:
    return _NUMBERS.find(sign.replace("两", "二")) + 1 if sign else 0


def rank_meant(value: object) -> str:
    """The number of a choice that is written as a word: 第一志愿, 二, ③."""
    text = unicodedata.normalize("NFKC", ascii_signs(str(value))).replace(" ", "")
    found = re.fullmatch(f"第?([1-9]|[{_NUMBERS}])(?:志愿|个|选择)?", text)
    return str(_NUMBERS.find(found[1]) + 1 or found[1]) if found else ""


def yes_no_meant(value: object) -> str:
    """``yes`` or ``no`` for other words and signs that say one of them: 需要, √."""
    text = ascii_signs(str(value)).casefold()
    return "yes" if text in _YES else "no" if text in _NO else ""


def time_meant(value: object) -> str:
    """The only time of day in a text: 下午4:50, 16点半, 16.50."""
    found = _times(str(value))
    return found[0] if len(found) == 1 else ""


def time_among(value: object) -> str:
    """The only time of day among words that say nothing of weekdays: 16:50放学; empty where there is none."""
    text = ascii_signs(str(value)).replace(" ", "")
    found = list(_TIME.finditer(text))
    words = _TIME.sub("", text)
    if len(found) != 1 or not words or len(words) > _FEW_WORDS or _OTHERWISE.search(words):
        return ""
    return time_meant(found[0][0])


def windows_meant(value: object) -> str:
    """Spans of time as the cell wants them, whichever signs are between the times."""
    times = _times(str(value))
    pairs = list(zip(times[::2], times[1::2], strict=False))
    pairs = pairs if morning_said(str(value)) else [_of_day(first, last) for first, last in pairs]
    right = pairs and len(times) % 2 == 0 and all(first < last for first, last in pairs)
    return ";".join(f"{first}-{last}" for first, last in pairs) if right else ""


def morning_said(text: str) -> bool:
    """Whether a text says that its times are of the morning."""
    return bool(re.search("凌晨|早|上午|am", text, re.IGNORECASE))


def _of_day(first: str, last: str) -> tuple[str, str]:
    """A span with the twelve hours that are left out of the afternoon: none begins before dawn."""
    if before_dawn(first):
        first = afternoon(first)
    if last <= first and int(last[:2]) < _NOON:
        last = afternoon(last)
    return first, last


def before_dawn(when: str) -> bool:
    """Whether a time, as 4:50, is one at which no school is open."""
    return int(when.partition(":")[0]) < DAWN


def afternoon(when: str) -> str:
    """The time twelve hours later."""
    hour, _, minutes = when.partition(":")
    return f"{int(hour) + _NOON:02}:{minutes}"


def _times(typed: str) -> list[str]:
    """Every time of day in a text; none where there is anything else in it than signs between them."""
    text = ascii_signs(typed)
    if not _REST.fullmatch(_TIME.sub("", text)):
        return []
    found: list[str] = []
    part = ""
    for match in _TIME.finditer(text):
        hour = int(match["hour"])
        part = match["part"] or (match["after"] or "").casefold() or part
        hour += _NOON if part in _LATE and hour < _NOON else 0
        minutes = match["minutes"] or match["joined"] or ("30" if match["half"] == "半" else "00")
        found.append(f"{hour:02}:{minutes}" if hour < 2 * _NOON else "")
    return found if all(found) else []
