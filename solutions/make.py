"""Best known plans: solves every instance anew, keeps the better plan of each, and writes the tables of scores.

    python solutions/make.py [--time-limit 120] [NAME …]

A plan is better if its goals' values are, in their order; of two equal ones the one with better bounds stays, and
then the one whose lots are on record.
"""

import argparse
from pathlib import Path

from models.plan import Plan
from scheduler.files import load_school
from scheduler.files.plans import load_plan, save_plan
from scheduler.options import Options
from scheduler.plan import solve

HERE = Path(__file__).parent
INSTANCES = HERE.parent / "instances"


def instances() -> dict[str, Path]:
    """Every instance by name."""
    found = [p for p in INSTANCES.iterdir() if (p / "school.toml").exists() or p.suffix in (".xlsx", ".json")]
    return {p.stem if p.suffix in (".xlsx", ".json") else p.name: p for p in sorted(found)}


def worth(plan: Plan) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
    """Smaller is better: the values, then the bounds turned round, then whether nothing is known of the lots."""
    return tuple(s.value for s in plan.scores), tuple(-s.bound for s in plan.scores), plan.run.lots is None


def improve(name: str, path: Path, seconds: float) -> None:
    """Solve an instance and keep the better plan. A stored plan of another instance counts for nothing."""
    plan = solve(load_school(path), Options(time_limit=seconds))
    out = HERE / name
    stored = load_plan(out) if (out / "plan.json").exists() else None
    if stored is None or stored.run.digest != plan.run.digest or worth(plan) < worth(stored):
        save_plan(plan, load_school(path), out)
    print(name, "; ".join(f"{s.goal} {s.value} ({s.bound})" for s in plan.scores), f"gaps {len(plan.gaps)}", flush=True)


def table() -> str:
    """The scores of all stored plans, as a Markdown table: a value, with its bound where they do not meet."""
    plans = {name: load_plan(HERE / name) for name in instances() if (HERE / name / "plan.json").exists()}
    goals = [score.goal for score in next(iter(plans.values())).scores]
    lines = [f"| instance | {' | '.join(goals)} | seconds |", f"| --- |{' --- |' * (len(goals) + 1)}"]
    for name, plan in plans.items():
        by_goal = {s.goal: s for s in plan.scores}
        cells = [
            f"**{s.value}**" if s.value == s.bound else f"{s.value} (≥ {s.bound})" for s in (by_goal[g] for g in goals)
        ]
        lines.append(f"| {name} | {' | '.join(cells)} | {plan.run.seconds['total']:.0f} |")
    return "\n".join(lines)


def write_tables() -> None:
    """Put the table between the marks of both README files."""
    begin, end = "<!-- scores:begin -->", "<!-- scores:end -->"
    for file in (HERE / "README.md", INSTANCES / "README.md"):
        text = file.read_text(encoding="utf-8")
        head, rest = text.split(begin)
        file.write_text(f"{head}{begin}\n{table()}\n{end}{rest.split(end)[1]}", encoding="utf-8")


def main() -> None:
    """Run over the named instances, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--time-limit", type=float, default=120.0)
    arguments = parser.parse_args()
    for name, path in instances().items():
        if not arguments.names or name in arguments.names:
            improve(name, path, arguments.time_limit)
    write_tables()


if __name__ == "__main__":
    main()
