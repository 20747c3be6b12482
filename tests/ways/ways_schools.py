"""Small schools with something to wish for, and their plans."""

from shortage_schools import acts, small, teachers

from scheduler.options import Options

OPTIONS = Options(time_limit=30, workers=1)


def wants(*clubs):
    return [
        {"student_id": s.student_id, "rank": n, "activity_id": a}
        for s in small().students
        for n, a in enumerate(clubs, 1)
    ]


def popular():
    """All ten want chess, then go; each has one section of five; the hall holds ten."""
    clubs = {"kind": "club", "fallback": False, "max_size": 5}
    staff = teachers("a", "b", "c", "d", skills="art;chess;go")
    return small(activities=acts(chess=clubs, go=clubs), choices=wants("chess", "go"), teachers=staff)


def crowded():
    """All ten want chess, which takes six to eight in the hall, which holds eight; two are left for go. A second section of
    six would want twelve students."""
    chess = {"kind": "club", "fallback": False, "min_size": 6, "max_size": 8, "room_kinds": "hall"}
    rooms = [r.model_dump() | ({"capacity": 8} if r.room_id == "hall" else {}) for r in small().rooms]
    go = {"kind": "club", "fallback": False}
    staff = teachers("a", "b", "c", "d", skills="art;chess;go")
    return small(activities=acts(chess=chess, go=go), rooms=rooms, choices=wants("chess", "go"), teachers=staff)


def one_supervisor():
    """A post on every one of ten days, and one person who may serve twice a week."""
    post = {"post_id": "gate", "name": "Gate", "role": "supervisor"}
    staff = {"staff_id": "x", "roles": "supervisor", "max_week": 2, "min_gap": 1}
    return small(duty_posts=[post], duty_staff=[staff])
