"""The one catalogue of everything that is said to users, in Chinese and English.

Each file ``<room>.<lang>.toml`` beside this one holds keys and sentences with blanks in braces; a key's room is the
part before its first dot. The two languages have the same keys and the same blanks, which a test keeps.
"""

import string
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, cast

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


@cache
def catalogue(lang: Lang) -> dict[str, str]:
    """Every sentence of a language by its key."""
    found: dict[str, str] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(f".{lang}.toml"):
            room = file.name.split(".")[0]
            table = cast("dict[str, str]", tomllib.loads(file.read_text(encoding="utf-8")))
            found |= {f"{room}.{key}": text for key, text in table.items()}
    return found


class _Filler(string.Formatter):
    """Blanks as in ``str.format``, and blanks with a word for one thing and a word for several."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, several = format_spec.partition("|")
        if bar:
            return (one if str(value) == "1" else several).replace("#", str(value))
        return format(value, format_spec)


_FILLER = _Filler()


def say(lang: Lang, key: str, **blanks: object) -> str:
    """The sentence ``key`` in ``lang`` with its blanks filled in.

    A blank ``{count:# row|# rows}`` is the words before the bar where the number is 1, else those after it, with the
    number for ``#``.
    """
    text = catalogue(lang)[key]
    # Few sentences have such a blank, and the other way is several times as fast.
    return _FILLER.vformat(text, (), blanks) if "|" in text else text.format(**blanks)
