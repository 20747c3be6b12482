"""People spread over interchangeable posts."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.roster.spread import spread

KINDS = {"a": "a", "b": "a", "c": "a", "x": "x"}


@given(st.lists(st.sets(st.sampled_from("pqrstu"), max_size=3), max_size=25))
@settings(max_examples=200, deadline=None)
def test_each_share_is_even(dates: list[set[str]]) -> None:
    placed = [(who, i, "a") for i, people in enumerate(dates) for who in people]
    chosen = spread(placed, KINDS, {})
    assert sorted((who, i) for (i, _), who in chosen.items()) == sorted((who, i) for who, i, _ in placed)
    for who in "pqrstu":
        shares = Counter(post for (_, post), other in chosen.items() if other == who)
        counts = [shares[post] for post in "abc"]
        assert max(counts) - min(counts) <= 1


def test_what_is_held_stays() -> None:
    placed = [("p", i, "a") for i in range(4)] + [("q", 0, "x")]
    chosen = spread(placed, KINDS, {(0, "b"): "p", (1, "b"): "p", (2, "a"): None})
    assert (chosen[0, "b"], chosen[1, "b"], chosen[0, "x"]) == ("p", "p", "q")
    assert (2, "a") not in chosen
    assert Counter(post for (_, post), who in chosen.items() if who == "p") == {"b": 2, "a": 1, "c": 1}
