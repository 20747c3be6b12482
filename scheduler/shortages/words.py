"""A shortage in words."""

from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    class_name,
    listing,
    person_name,
    post_name,
    room_name,
    slot_name,
    weekday_names,
)
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.words_cells import cell_words
from scheduler.shortages.words_children import child_blanks, week_children
from scheduler.shortages.words_duty import dates_between, left_out, off_days, runs_words
from scheduler.shortages.words_idle import idle_blanks
from scheduler.shortages.words_people import clubs_priced, people_blanks, without_skill
from scheduler.shortages.words_rooms import room_blanks, room_key

#: Shortages of people with a sentence of their own where there is nobody at all.
_WITHOUT_ANYBODY = frozenset({"slot", "week", "duty_day", "duty_date"})
#: Of so many weeks the duties are told one by one.
_WEEKS_NAMED = 4
#: Of rooms so many are named.
_NAMED = 5


def describe(shortage: Shortage, lang: Lang, school: School) -> str:
    """One sentence for a vice-principal; students by id, everybody else by name."""
    blanks = {n: str(getattr(shortage, n)) for n in ("needed", "available", "missing")}
    blanks |= {name: _blank(name, value, lang, school) for name, value in shortage.args.items()}
    blanks["cell"] = cell_words(shortage, lang, school)
    blanks["cell"] = cell_words(shortage, lang, school)
    blanks |= people_blanks(shortage, lang, school)
    blanks |= room_blanks(shortage, lang, school)
    blanks |= child_blanks(shortage, lang, school) if shortage.key == "slot.child" else {}
    if "week_parents" in shortage.args:
        blanks["absent"] = blanks.get("absent", "") + week_children(shortage, lang, school)
    if "away" in shortage.args:
        who = listing(lang, _absent_people(shortage, lang, school), of="people")
        blanks["away"] = say(lang, "shortages.away", people=who) if who else ""
    if shortage.kind in ("duty_week", "duty_run", "duty_term"):
        blanks |= _duty_limits(shortage, lang, school)
        blanks["span"] = dates_between(shortage, lang, school)
    if shortage.key == "duty_day":
        blanks["days"] = str(len(_ids(shortage.args["weekdays"])))
        blanks["advice"] = left_out(shortage, lang, school) + _other_days(shortage, lang, school)
    if shortage.key == "duty_date":
        blanks["others"] = left_out(shortage, lang, school) + off_days(shortage, lang, school)
    if "forced" in shortage.args:
        blanks["parts"] = _forced(shortage, lang, school)
    if shortage.key.startswith("tutoring.sections"):
        blanks["each_of"] = say(lang, "shortages.each_of") if "each" in shortage.args else ""
    if shortage.key == "tutoring.slots":
        blanks["whys"] = _why_not(shortage, lang, school)
    if shortage.key == "budget.clubs":
        blanks |= clubs_priced(shortage, lang, school)
    if "causes" in shortage.args:
        blanks |= idle_blanks(shortage, lang, school)
    key = f"{shortage.key}.nobody" if shortage.key in _WITHOUT_ANYBODY and shortage.available <= 0 else shortage.key
    key = "duty_follows" if shortage.args.get("before") else key
    key = "idle_staff.all" if key == "idle_staff" and not shortage.available else room_key(shortage, school) or key
    if key in ("slot.nobody", "week.nobody") and (lacking := without_skill(shortage, school)):
        key = f"{shortage.key}.no_skill"
        blanks["activities"] = listing(lang, [activity_name(lang, school, a.activity_id) for a in lacking])
        tables = "teachers" if all(a.teacher_only for a in lacking) else "both"
        blanks["tables"] = say(lang, f"shortages.tables.{tables}")
    return say(lang, f"shortages.{key}", **blanks)


def _forced(shortage: Shortage, lang: Lang, school: School) -> str:
    """How many students can only go where, and how many sections that takes at least."""
    names, own, parts = (str(shortage.args[key]).split(";") for key in ("forced", "own", "parts_of"))
    clubs: dict[str, list[str]] = {}
    for activity_id, class_id, part in zip(names, own, parts, strict=True):
        name = activity_name(lang, school, activity_id)
        whose = {"school_class": class_name(lang, class_id), "activity": name} if class_id else {}
        clubs.setdefault(part, []).append(say(lang, "shortages.of_class", **whose) if whose else name)
    counts, sections = _ids(shortage.args["counts"]), _ids(shortage.args["sections"])
    said = [
        say(lang, "shortages.forced", count=counts[int(part)], sections=sections[int(part)], clubs=listing(lang, some))
        for part, some in clubs.items()
    ]
    return say(lang, "shortages.limits_between").join(said)


def _duty_limits(shortage: Shortage, lang: Lang, school: School) -> dict[str, str]:
    """How often each may serve and what keeps them from more, what would help, and how often it is so where that is more than
    once."""
    staff = {row.staff_id: row for row in school.duty_staff}
    gaps, weeks, leaves = (_ids(shortage.args[name]) for name in ("gaps", "weeks", "leaves"))
    shares = dict(zip(shortage.names, _ids(shortage.args["shares"]), strict=False))
    alike: dict[tuple[int | None, int | None, bool, str], list[str]] = {}
    for who in [one for one in shortage.names if one in (*gaps, *weeks, *leaves) or shares]:
        row = staff[who]
        limits = (row.max_week if who in weeks else None, row.min_gap if who in gaps else None, who in leaves)
        alike.setdefault((*limits, shares.get(who, "")), []).append(person_name(school, who))
    alone = len(shortage.names) == 1
    if [len(people) for people in alike.values()] == [len(shortage.names)]:
        alike = {limits: [] for limits in alike}  # they have just been named
    said = [_limit(lang, people, *limits, alone=alone) for limits, people in alike.items()]
    limited = say(lang, "shortages.limits", limits=say(lang, "shortages.limits_between").join(said)) if said else ""
    told = say(lang, "shortages.told", count=shortage.args["told"]) if shortage.args["told"] else ""
    others = left_out(shortage, lang, school) + off_days(shortage, lang, school)
    advice = _leaning(shortage, lang, school) if shortage.args["before"] else others + _relieved(shortage, lang, school)
    return {
        "limits": limited,
        "advice": advice,
        "often": _often(shortage, lang) + _all_term(shortage, lang),
        "told": told,
    }


def _absent_people(shortage: Shortage, lang: Lang, school: School) -> list[str]:
    """Who is on leave; with the dates, where they can come on some of the others and are not away again and again."""
    found: list[str] = []
    for staff_id, absences in zip(_ids(shortage.args["away"]), str(shortage.args["absences"]).split(";"), strict=False):
        runs = [run.split("/") for run in absences.split(",") if run]
        spans = [
            first if first == last else say(lang, "shortages.note.from_to", first=first, last=last)
            for first, last in runs
        ]
        name = person_name(school, staff_id)
        few = 0 < len(spans) <= _WEEKS_NAMED
        found.append(say(lang, "shortages.note.away", name=name, dates=listing(lang, spans)) if few else name)
    return found


def _other_days(shortage: Shortage, lang: Lang, school: School) -> str:
    """Add people; before that, who could be on these posts and is told not to come on these weekdays."""
    posts = [p for p in school.posts if p.post_id in _ids(shortage.args["posts"])]
    days = set(map(int, _ids(shortage.args["weekdays"])))
    fitting = [
        row
        for row in school.duty_staff
        if any(p.role in row.roles and (not row.posts or p.post_id in row.posts) for p in posts)
    ]
    others = [person_name(school, r.staff_id) for r in fitting if not days & set(r.weekdays) and r.max_week > 0]
    if not others:
        return say(lang, "shortages.more_people")
    blanks = {"count": len(others), "weekdays": weekday_names(lang, sorted(days))}
    return say(lang, "shortages.other_days", people=listing(lang, others, 5, of="people"), **blanks)


def _often(shortage: Shortage, lang: Lang) -> str:
    """Of how many such spans this is one, and how many of them are as bad."""
    times, worst = int(shortage.args["times"]), int(shortage.args["worst"])
    if times == 1 or shortage.kind == "duty_term":
        return ""
    key = f"shortages.{shortage.kind}.times"
    if shortage.kind == "duty_week" and worst > 1:
        key += "_all" if worst == times else "_worst"
    firsts = _ids(shortage.args["firsts"])
    dates = say(lang, "shortages.times_from", dates=listing(lang, firsts)) if len(firsts) <= _WEEKS_NAMED else ""
    return say(lang, key, times=times, worst=worst, missing=shortage.missing, spans=dates)


def _all_term(shortage: Shortage, lang: Lang) -> str:
    """How many duties of the term nobody can have, where these are more than are told already."""
    if "term" not in shortage.args:
        return ""
    key = "shortages.term_exact" if shortage.args["exact"] else "shortages.term_least"
    return say(lang, key, count=shortage.args["term"])


def _limit(
    lang: Lang, people: list[str], week: int | None, gap: int | None, leave: bool, share: str, *, alone: bool
) -> str:
    """People with the same limits (none named: all), who may be on leave besides; with how often each may serve, by week in ``share``, where that is known and not all there
    is to say."""
    by_week = [int(each) for each in share.split(",") if each]
    count = sum(by_week)
    parts = [say(lang, "shortages.gaps", value=gap)] if gap is not None else []
    if week is not None:
        product = week * len(by_week) == count
        key = "weeks" if len(by_week) < 2 or (gap is not None) else "weeks_all" if product else "weeks_each"
        key = "weeks" if key == "weeks_each" and len(by_week) > _WEEKS_NAMED else key
        each = listing(lang, [str(one) for one in by_week])
        parts = [say(lang, f"shortages.{key}", value=week, weeks=len(by_week), each=each), *parts]
    named = listing(lang, people, of="people")
    if leave:
        parts = [
            say(lang, "shortages.leave"),
            *(parts or [say(lang, "shortages.no_limit", count=count)] if share else parts),
        ]
    limits = listing(lang, parts) if parts else say(lang, "shortages.no_limit", count=count)
    if not people:
        return limits if alone or not share else say(lang, "shortages.limit_all", count=count, limits=limits)
    if alone or not share:
        return say(lang, "shortages.limit", people=named, limits=limits)
    key = "shortages.limit_count" if len(people) == 1 else "shortages.limit_each"
    return say(lang, key, people=named, count=count, limits=limits)


def _relieved(shortage: Shortage, lang: Lang, school: School) -> str:
    """Add people, or the limits that would do for those there are."""
    mine = [row for row in school.duty_staff if row.staff_id in _ids(shortage.args["who"])]
    by_people: dict[str, list[str]] = {}
    for key, column in (("raised", "max_week"), ("lowered", "min_gap")):
        value = shortage.args[key]
        if value == "":
            continue
        short = [row for row in mine if (row.max_week < int(value) if key == "raised" else row.min_gap > int(value))]
        names = listing(lang, [person_name(school, row.staff_id) for row in short], of="people")
        by_people.setdefault(names, []).append(say(lang, f"shortages.{column}", value=value))
    said = [
        say(lang, "shortages.relief", people=people, changes=say(lang, "shortages.and").join(changes))
        for people, changes in by_people.items()
    ]
    if not said:
        return say(lang, "shortages.more_people")
    args = shortage.args
    first = "_first" if _apart_still(shortage, school) else ""
    which = "weeks" if shortage.kind == "duty_week" and int(args["times"]) > 1 else "days"
    advice = say(
        lang,
        f"shortages.more_people_{'apart' if args['apart'] else 'or'}{first}",
        changes=say(lang, "shortages.relief_between").join(said),
        which=say(lang, f"shortages.these_{which}"),
    )
    if args["told"]:  # of dates with fewer people than posts, whatever their limits
        advice += say(lang, "shortages.told_still", count=args["told"])
    return advice + (say(lang, f"shortages.serves{first}", date=str(args["serves"])) if args["serves"] else "")


def _leaning(shortage: Shortage, lang: Lang, school: School) -> str:
    """The advice of an earlier shortage, which is enough for this one too."""
    first = "_first" if _apart_still(shortage, school) else ""
    told = say(lang, "shortages.told_still", count=shortage.args["told"]) if shortage.args["told"] else ""
    return say(lang, f"shortages.before{first}", date=str(shortage.args["before"])) + told


def _apart_still(shortage: Shortage, school: School) -> bool:
    """Whether some who are short on successive dates must still leave dates out between two duties after the advice, and it is not
    shown that there is a roster then."""
    lowered = shortage.args["lowered"]
    if shortage.args["sure"]:
        return False
    for row in school.duty_staff:
        if row.staff_id in shortage.names:
            gap = int(lowered) if lowered != "" and row.staff_id in _ids(shortage.args["who"]) else row.min_gap
            if min(gap, row.min_gap) > 1:
                return True
    return False


def _why_not(shortage: Shortage, lang: Lang, school: School) -> str:
    """Why no group can meet on the other weekdays, by cause, each with where to change it."""
    args = shortage.args
    rooms = listing(lang, [room_name(school, one) for one in _ids(args["shut"])], _NAMED, of="rooms")
    least = school.activity_by_id[str(args["activity"])].min_size
    said = ""
    for why in ("blocks", "few", "leaders", "closed", "rooms"):
        if slots := _ids(args[f"why_{why}"]):
            names = listing(lang, [slot_name(lang, school, slot) for slot in slots])
            said += say(lang, f"shortages.why_{why}", slots=names, cells=listing(lang, slots), rooms=rooms, least=least)
    return said


def _ids(value: str | int) -> list[str]:
    return str(value).split(";") if value != "" else []


def _blank(name: str, value: str | int, lang: Lang, school: School) -> str:
    match name:
        case "people" | "leaders":
            return listing(lang, [person_name(school, p) for p in _ids(value)], of="people") or say(
                lang, "shortages.nobody"
            )
        case "rooms":
            return listing(lang, [room_name(school, r) for r in _ids(value)], of="rooms") or say(lang, "shortages.none")
        case "activity" | "activities":
            return listing(lang, [activity_name(lang, school, a) for a in _ids(value)])
        case "posts":
            return listing(lang, [post_name(lang, school, p) for p in _ids(value)])
        case "students":
            return listing(lang, _ids(value), of="people")
        case "of_grades" | "kinds":
            return listing(lang, _ids(value))
        case "class_ids":
            return listing(lang, _ids(value), of="classes")
        case "slot" | "slots":
            return listing(lang, [slot_name(lang, school, s) for s in _ids(value)])
        case "block":
            return block_name(lang, school, str(value))
        case "runs":
            return runs_words(_ids(value), lang, school)
        case "weekdays":
            return weekday_names(lang, map(int, _ids(value)))
        case "what":
            kinds = ("homework", "strand")
            said = [
                say(lang, f"shortages.what.{v}") if v in kinds else activity_name(lang, school, v) for v in _ids(value)
            ]
            return listing(lang, said)
        case _:
            return str(value)
