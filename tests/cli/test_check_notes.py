"""What `check` asks to look at is counted as it is listed."""

import json
import re
from pathlib import Path


def test_times_before_dawn_are_among_those_counted(kehou, school_file: Path, tmp_path: Path) -> None:
    data = json.loads(school_file.read_text(encoding="utf-8"))

    def noted(start: str) -> tuple[int, int]:
        """The lines listed, and how many the last sentence says."""
        post = {"post_id": "gate", "name": "校门", "role": "lead", "windows": [f"{start}-07:50"]}
        path = tmp_path / "s.json"
        path.write_text(json.dumps(data | {"duty_posts": [post]}, ensure_ascii=False), encoding="utf-8")
        said = kehou("--lang", "zh", "check", path).err
        told = re.search(r"请先看上面的(\d+)条", said)
        return len(re.findall(r"^  - ", said, re.M)), int(told[1]) if told else 0

    usual, early = noted("07:20"), noted("05:20")
    assert usual[0] == usual[1]
    assert early == (usual[0] + 1, usual[1] + 1)


def test_both_times_of_a_slot_before_dawn_are_told(kehou, school_file: Path, tmp_path: Path) -> None:
    data = json.loads(school_file.read_text(encoding="utf-8"))
    last = {"slot_id": "sat9", "weekday": 6}
    for start, end, told in (("4:50", "5:35", "从 04:50 到 05:35"), ("4:50", "17:35", "从 04:50 开始")):
        slots = [*data["slots"], last | {"start": f"0{start}", "end": f"{end:0>5}"}]
        path = tmp_path / "s.json"
        path.write_text(json.dumps(data | {"slots": slots}, ensure_ascii=False), encoding="utf-8")
        said = kehou("--lang", "zh", "check", path).err
        assert f"“时段”表 sat9 {told}，是凌晨" in said
        assert ("16:50、17:35" in said) == (end == "5:35")


def test_a_column_of_times_before_dawn_and_what_follows_from_a_slip_are_one_line(
    kehou, school_file: Path, tmp_path: Path
) -> None:
    """Slots of the night, a tag with a slip, without which an activity had no room, and a leave of a teacher with a year too many."""
    data = json.loads(school_file.read_text(encoding="utf-8"))
    slots = [{"slot_id": f"sat{n}", "weekday": 6, "start": f"04:{n}0", "end": f"04:{n}5"} for n in range(4)]
    activities = [row | {"room_kinds": ["射击馆"]} for row in data["activities"][-1:]]
    leave = [{"person_id": data["teachers"][0]["teacher_id"], "start": "2026-10-18", "end": "2027-10-18"}]
    more = {"slots": data["slots"] + slots, "leave": leave, "activities": data["activities"][:-1] + activities}
    more["rooms"] = [*data["rooms"], {"room_id": "GYM", "capacity": 60, "kinds": ["射击倌"]}]
    path = tmp_path / "s.json"
    path.write_text(json.dumps(data | more, ensure_ascii=False), encoding="utf-8")
    said = kehou("--lang", "zh", "check", path).err
    assert said.count("sat") == 1
    assert "有4个时段写的是凌晨（如 sat0 从 04:00 开始）" in said
    assert said.count("是不是“射击馆”") == 1
    assert "没有这样的教室" not in said
    assert said.count("请假12个月") == 1
    assert "代课" not in said
