"""Posts for people whose dates are settled.

Posts of one kind are interchangeable, so the search only says who serves at the kind on a date. Which post it is can be
settled afterwards with each person's duties spread as evenly over the kind's posts as whole numbers allow: people and
dates form a bipartite graph, posts are colours, and such a graph always has an equitable edge colouring (de Werra).
Only places held beforehand can be in its way.
"""

from collections import Counter, defaultdict
from collections.abc import Collection

from scheduler.roster.context import Chosen
from scheduler.roster.held import Held
from scheduler.roster.kinds import Kinds, Placed


def spread(placed: Collection[Placed], kinds: Kinds, held: Held) -> Chosen:
    """A post for everyone who is placed, each person's share as even as can be; what is held stays."""
    chosen = _first(placed, kinds, held)
    posts_of: dict[str, list[str]] = defaultdict(list)
    for post in sorted(kinds):
        posts_of[kinds[post]].append(post)
    for posts in posts_of.values():
        while any(_even(chosen, a, b, held) for a in posts for b in posts if a != b):
            pass
    return chosen


def _first(placed: Collection[Placed], kinds: Kinds, held: Held) -> Chosen:
    """Any posts: on each date, whoever had a post least."""
    chosen = {place: who for place, who in held.items() if who is not None}
    had = Counter((who, post) for (_, post), who in chosen.items())
    settled = {(who, i) for (i, _), who in chosen.items()}
    people: dict[tuple[int, str], set[str]] = defaultdict(set)
    for who, i, kind in placed:
        if (who, i) not in settled:
            people[i, kind].add(who)
    for (i, kind), here in sorted(people.items()):
        free = {post for post in kinds if kinds[post] == kind and (i, post) not in held}
        for _, who, post in sorted((had[who, post], who, post) for who in here for post in free):
            if who in here and post in free:
                chosen[i, post] = who
                had[who, post] += 1
                here.remove(who)
                free.remove(post)
    return chosen


def _even(chosen: Chosen, a: str, b: str, held: Held) -> bool:
    """Exchange two posts along chains of dates until nobody has ``a`` more than once oftener than ``b``.

    True where anything was exchanged. A chain begins with a date on which somebody has ``a`` too often, goes on to
    whoever has ``b`` on that date, and to a date on which they have ``a``, each of a person's dates once. Along it
    the two posts change hands; whoever ends it had ``b`` oftener, or nobody was at ``b``.
    """
    changed = False
    while True:
        at_a, at_b = _dates(chosen, a), _dates(chosen, b)
        chains = (_chain(chosen, who, at_a, at_b, b) for who in sorted(at_a) if len(at_a[who]) > len(at_b[who]) + 1)
        free = next((c for c in chains if not any((i, post) in held for i in c for post in (a, b))), None)
        if free is None:
            return changed
        for i in free:
            first, second = chosen.pop((i, a), None), chosen.pop((i, b), None)
            if first is not None:
                chosen[i, b] = first
            if second is not None:
                chosen[i, a] = second
        changed = True


def _dates(chosen: Chosen, post: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for (i, at), who in sorted(chosen.items()):
        if at == post:
            found[who].append(i)
    return found


def _chain(chosen: Chosen, who: str, at_a: dict[str, list[int]], at_b: dict[str, list[int]], b: str) -> list[int]:
    """The dates of a chain that begins with the person's last date at the first post, beyond their pairs."""
    chain = [at_a[who][-1]]
    while (other := chosen.get((chain[-1], b))) is not None:
        # Each person's n-th date at one post is paired with their n-th at the other.
        n = at_b[other].index(chain[-1])
        if n >= len(at_a[other]):
            break
        chain.append(at_a[other][n])
    return chain
