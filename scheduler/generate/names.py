"""Made-up names of people, and the clubs that schools commonly offer."""

import tomllib
from importlib.resources import files
from random import Random
from typing import NamedTuple

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_FIRST = "子梓雨欣佳思一嘉浩宇俊诗若明文静晓志建国丽春秋海云天永安家兴书雅慧景承知以清"
_SECOND = "涵轩怡然萱睿妍宁航阳琪博悦辰彤泽瑶晨杰雯凯琳峰莹涛颖帆洁鹏楠君平远航宸"


def person(rng: Random) -> str:
    """A made-up Chinese name; names may repeat, as in life."""
    name = rng.choice(_SURNAMES)
    if rng.random() < 0.85:
        name += rng.choice(_FIRST)
    return name + rng.choice(_SECOND)


class Club(NamedTuple):
    """A club that schools commonly offer; ``subjects`` are those whose teachers are most likely to lead it."""

    club_id: str
    name: str
    category: str
    room_kinds: tuple[str, ...]
    size: int
    subjects: tuple[str, ...]


def _clubs() -> tuple[Club, ...]:
    rows: list[tuple[str, str, str, str, int, str]] = tomllib.loads(
        files("scheduler.generate").joinpath("clubs.toml").read_text(encoding="utf-8")
    )["clubs"]
    return tuple(
        Club(club_id, name, category, (kind,) if kind else (), size, tuple(s for s in subjects.split(";") if s))
        for club_id, name, category, kind, size, subjects in rows
    )


CLUBS = _clubs()
