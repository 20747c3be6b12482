"""The weekdays that a heading, a cell or a title names: 周二, 星期4, 周一至周五, 周二、四, Tues, Mon-Fri."""

import re
import unicodedata

_DAYS = {char: day for day, char in enumerate("一二三四五六日", 1)} | {"天": 7} | {str(day): day for day in range(1, 8)}
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Not the start of a number of times or lessons: 每周三次 names no Wednesday, but 周三次选 does.
_DAY = r"(?:[一二三四五六日天]|[1-7](?![0-9]))(?!次(?!选)|节|课时|小时|个)"
_WEEKDAY = re.compile(
    rf"(?:周|星期|礼拜)(?P<zh>{_DAY})(?P<more>(?:[、,/和及]{_DAY}(?!志愿|意愿|选择|选项|喜欢))*)"
    r"|(?<![a-z])(?P<en>mon|tue|wed|thu|fri|sat|sun)(?:(?:s|nes|rs|ur)?days?|s|r|rs)?(?![a-z])"
)
_SPAN = re.compile(rf"\s*(?:至|到|[-–—~]|to|through)\s*(?P<last>{_DAY}(?!志愿|意愿|选择|选项|喜欢))?")
_DEADLINE = re.compile(
    r"(?:周|星期|礼拜)[一二三四五六日天1-7](?:[上下]午|中午|晚上?|放学|[0-9:点时半]|\s)*(?:之前|以前|前|截止)"
    r"|截止?(?:日期|时间|到|至|于|[:\s])*[本下]?(?:周|星期|礼拜)[一二三四五六日天1-7]"
    r"|\b(?:by|before|until|due)\s+(?:on\s+|next\s+|this\s+)?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
)


def plain(text: str) -> str:
    """A text in one width and case."""
    return unicodedata.normalize("NFKC", text).casefold()


def weekdays_in(text: str) -> list[int]:
    """The weekdays that a text names, in its order, those between two of a span too; Monday = 1."""
    text = plain(text)
    found: list[int] = []
    end, open_span = 0, False
    for match in _WEEKDAY.finditer(text):
        days = [_DAYS[match["zh"]]] if match["zh"] else [_ENGLISH.index(match["en"]) + 1]
        joint = _SPAN.fullmatch(text[end : match.start()])
        if found and open_span and joint and not joint["last"]:
            found += range(found[-1] + 1, days[0])
        found += [*days, *(_DAYS[char] for char in match["more"] or "" if char in _DAYS)]
        end, open_span = match.end(), True
        after = _SPAN.match(text, end)
        if match["zh"] and after and after["last"]:
            found += range(found[-1] + 1, _DAYS[after["last"]] + 1)
            end = after.end()
    return found


def without_weekdays(text: str) -> str:
    """A text without the names of weekdays, so that 周一 is not taken for a first choice."""
    return _WEEKDAY.sub(" ", plain(text))


def without_deadlines(text: str) -> str:
    """A text without the days by which something is wanted: 周五前交 names no session of a Friday."""
    return _DEADLINE.sub(" ", plain(text))
