"""Which language to speak, decided before the command line is parsed, so that help and usage errors speak it too."""

import ctypes
import sys
from collections.abc import Mapping, Sequence

from scheduler.messages import LANGS, Lang

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
#: Windows numbers a language and its country together; these bits are the language.
_LANGUAGE_BITS, _CHINESE = 0x3FF, 0x04


def choose(args: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """The language of the last ``--lang`` among the arguments, else that of the locale, else that of the system's menus."""
    chosen: Lang | None = None
    for place, arg in enumerate(args):
        if arg == "--":
            break
        value = args[place + 1 : place + 2] if arg == "--lang" else [arg[7:]] if arg.startswith("--lang=") else []
        for lang in LANGS:
            if value == [lang]:
                chosen = lang
    if chosen is None and not any(environment.get(name) for name in (*_LOCALE, "LANGUAGE")):
        return from_menus()
    return chosen or from_locale(environment)


def from_locale(environment: Mapping[str, str]) -> Lang:
    """Chinese where the first of the locale's variables that is set asks for it, else English."""
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    if locale.split(".")[0] in ("", "C", "POSIX"):
        locale = environment.get("LANGUAGE", "")
    return "zh" if locale.lower().startswith("zh") else "en"


def from_menus() -> Lang:
    """Chinese where Windows, which sets none of the locale's variables, shows its menus in Chinese; else English."""
    if sys.platform != "win32":
        return "en"
    number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    return "zh" if number & _LANGUAGE_BITS == _CHINESE else "en"
