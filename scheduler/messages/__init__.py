"""The one catalogue of everything that is said to users, in Chinese and English.

Each file ``<room>.<lang>.toml`` beside this one holds keys and sentences with blanks in braces; a key's room is the
part before its first dot. The two languages have the same keys and the same blanks, which a test keeps.
"""

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


def say(lang: Lang, key: str, **blanks: object) -> str:
    """The sentence ``key`` in ``lang`` with its blanks filled in."""
    return catalogue(lang)[key].format(**blanks)


def counted(key: str, count: int) -> str:
    """The key of the sentence for a number of things: ``<key>_one`` for one of them."""
    return f"{key}_one" if count == 1 else key
