"""What makes a made-up school hard: options for tests and benchmarks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """How a made-up school differs from the usual one. The usual one has a complete plan; a hard one need not.

    ``teachers_per_class``; ``part_time``: share of teachers with half the sessions and two weekdays off;
    ``shortage``: share of the least work of the week for which there is no teacher (0.08: about 8 % too few);
    ``wished_clubs``: every student's list is made of the same so many clubs; ``clubs``: how many are offered;
    ``gyms``: how many gyms there are, with every sports club in need of one; ``blocks``: elective blocks, one a
    weekday; ``one_list``: share of students with one list for all their blocks; ``instructors_only``: no teacher
    can lead a club.
    """

    teachers_per_class: float = 2.5
    part_time: float = 0.12
    shortage: float = 0.0
    wished_clubs: int | None = None
    clubs: int | None = None
    gyms: int | None = None
    blocks: int | None = None
    one_list: float = 0.15
    instructors_only: bool = False


#: Hard schools by name, each with the number of classes it is meant for.
HARD: dict[str, tuple[int, Profile]] = {
    "half-part-time": (36, Profile(part_time=0.5)),
    "too-few-teachers": (36, Profile(shortage=0.08, part_time=0.0)),
    "same-three-clubs": (36, Profile(wished_clubs=3)),
    "two-hundred-clubs": (12, Profile(clubs=200)),
    "one-gym": (60, Profile(gyms=1)),
    "five-blocks-one-list": (24, Profile(blocks=5, one_list=1.0)),
    "instructors-only": (24, Profile(instructors_only=True)),
}
