"""Which language to speak, decided before the command line is parsed, so that help and usage errors speak it too."""

from collections.abc import Mapping, Sequence

from scheduler.messages import LANGS, Lang


def choose(args: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """The language of the last ``--lang`` among the arguments, else that of the locale."""
    chosen: Lang | None = None
    for place, arg in enumerate(args):
        if arg == "--":
            break
        value = args[place + 1 : place + 2] if arg == "--lang" else [arg[7:]] if arg.startswith("--lang=") else []
        for lang in LANGS:
            if value == [lang]:
                chosen = lang
    return chosen or from_locale(environment)


def from_locale(environment: Mapping[str, str]) -> Lang:
    """Chinese where the first of the locale's variables that is set asks for it, else English."""
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    if locale.split(".")[0] in ("", "C", "POSIX"):
        locale = environment.get("LANGUAGE", "")
    return "zh" if locale.lower().startswith("zh") else "en"
