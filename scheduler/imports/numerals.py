"""Small numbers as people write them: 3, ３, 三, ③, 十二."""

import re
import unicodedata

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def small_number(text: str) -> int | None:
    """The number from 0 to 99 that a text is; None where it is none."""
    text = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"[0-9]{1,2}(\.0+)?", text):
        return int(text.split(".")[0])
    if re.fullmatch(NUMBER, text):
        tens, ten, ones = text.rpartition("十")
        return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
    return None


def rank_in(text: str) -> int | None:
    """The rank that a cell holds: ``1``, ``1.0``, ``第一``, ``第二志愿``, ``1st``, ``first``; None where it holds none."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
    found = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)(?:choice)?", text)
    if found:
        return int(found[1])
    if text.removesuffix("choice") in _ORDINALS:
        return _ORDINALS.index(text.removesuffix("choice")) + 1
    found = re.fullmatch(rf"(?:第|志愿)?({NUMBER}(?:\.0+)?)(?:志愿)?", text)
    return small_number(found[1]) if found else None


def rank_of_heading(text: str) -> int | None:
    """The rank that a heading asks for: ``第一志愿``, ``志愿2``, ``1st choice``, ``choice 1``, ``首选``.

    ``text`` is without case, spaces, and the names of weekdays.
    """
    wish = r"(?:志愿|意愿|选择|选项|喜欢)"
    for pattern in (
        rf"第({NUMBER})个?{wish}", rf"(?<![0-9]){wish}({NUMBER})(?![0-9])", rf"(?<![0-9一二三四五六七八九十年])({NUMBER}){wish}",
        rf"(?:choice|rank|preference|wish|option)(?:no\.?|number|#)?({NUMBER})(?![0-9])",
        r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th)(?:choice|preference|rank|wish|option)",
    ):  # fmt: skip
        found = re.search(pattern, text)
        if found:
            return small_number(found[1])
    for rank, word in enumerate(_ORDINALS, 1):
        if re.search(rf"{word}(?:choice|preference|wish|option)", text):
            return rank
    return {"首选": 1, "次选": 2}.get(text[:2])
