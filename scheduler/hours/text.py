"""The hours in a few lines, and as data."""

from dataclasses import asdict
from decimal import Decimal

from scheduler.hours.off import overdrawn
from scheduler.hours.report import Report
from scheduler.hours.sums import Amount, Burden, dinners
from scheduler.hours.tables import Cell, Table
from scheduler.messages import Lang, say
from scheduler.messages.names import mean_text, weekday_name


def summary(report: Report, lang: Lang) -> list[str]:
    """What the span comes to, a sentence for each matter that there is."""
    people = report.people.values()
    total = data(report)

    def word(key: str, **blanks: object) -> str:
        return say(lang, f"hours.{key}", **blanks)

    span = {"start": report.start.isoformat(), "end": report.end.isoformat()}
    lines = [word("sum_span", days=len(report.days), **span)]
    lines.append(word("sum_sessions", planned=total["planned_sessions"], held=total["held_sessions"]))
    lines.append(word("sum_service", **_blanks(_together([p.service for p in people]), lang)))
    evening = _together([person.evening for person in people])
    if evening.planned_lessons or evening.held_lessons:
        lines.append(word("sum_evening", **_blanks(evening, lang)))
    if total["duties_planned"]:
        lines.append(word("sum_duties", planned=total["duties_planned"], held=total["duties_held"]))
    if total["stood_in"] or total["missed"]:
        lines.append(word("sum_changes", stood_in=total["stood_in"], missed=total["missed"]))
    if report.fees:
        lines.append(word("sum_fees", held=sum(f.held_lessons for f in report.fees), amount=total["fees"]))
    if total["pay"] is not None:
        lines.append(word("sum_pay", amount=total["pay"]))
    if total["dinners"]:
        most = max(report.days, key=lambda day: len(dinners(report.school, day)))
        lines.append(
            word(
                "sum_dinners",
                after=f"{report.school.policy.meal_after:%H:%M}",
                count=total["dinners"],
                most=len(dinners(report.school, most)),
                on=most.day.date.isoformat(),
                weekday=weekday_name(lang, most.day.weekday),
            )
        )
    lines += _burdens(report, lang)
    if report.time_off:
        lines.append(
            word(
                "sum_time_off",
                earned=sum(row.earned for row in report.time_off),
                taken=sum(row.taken for row in report.time_off),
                left=sum(max(0, row.left) for row in report.time_off),
            )
        )
        lines += overdrawn(report.time_off, report.school, lang)
    return lines


def _burdens(report: Report, lang: Lang) -> list[str]:
    heads, others = report.burden(heads=True), report.burden(heads=False)
    if heads is None or others is None:
        return []
    return [say(lang, "hours.sum_heads", **_each(heads, "heads"), **_each(others, "others"))]


def _each(burden: Burden, who: str) -> dict[str, str]:
    found = {"lessons": burden.lessons, "evening": burden.evening, "duties": burden.duties}
    return {f"{who}_{name}": burden.each(total) for name, total in found.items()} | {
        f"{who}_hours": mean_text(burden.minutes, burden.people * 60)
    }


def _together(amounts: list[Amount]) -> Amount:
    total = Amount()
    for amount in amounts:
        total.planned_lessons += amount.planned_lessons
        total.held_lessons += amount.held_lessons
        total.planned_minutes += amount.planned_minutes
        total.held_minutes += amount.held_minutes
    return total


def _blanks(amount: Amount, lang: Lang) -> dict[str, object]:
    return {
        "planned": amount.planned_lessons,
        "held": amount.held_lessons,
        "planned_time": duration(amount.planned_minutes, lang),
        "held_time": duration(amount.held_minutes, lang),
    }


def duration(minutes: int, lang: Lang) -> str:
    """Hours and minutes."""
    return say(lang, "hours.duration", hours=minutes // 60, minutes=minutes % 60)


def data(report: Report) -> dict[str, int | str | float | None]:
    """The totals of the span; money in CNY."""
    people = list(report.people.values())
    service = asdict(_together([person.service for person in people]))
    evening = asdict(_together([person.evening for person in people]))
    pay = [person.pay for person in people if person.pay is not None]
    return {
        "start": report.start.isoformat(),
        "end": report.end.isoformat(),
        "days": len(report.days),
        "planned_sessions": sum(day.planned_sessions for day in report.days),
        "held_sessions": sum(day.held_sessions for day in report.days),
        **service,
        **{f"evening_{name}": value for name, value in evening.items()},
        "duties_planned": sum(person.duties_planned for person in people),
        "duties_held": sum(person.duties_held for person in people),
        "duty_minutes": sum(person.duty_minutes for person in people),
        "stood_in": sum(person.stood_in for person in people),
        "missed": sum(person.missed for person in people),
        "unsettled": len(report.unsettled),
        "dinners": sum(person.dinners for person in people),
        "fees": sum(fee.amount for fee in report.fees),
        "pay": number(sum(pay, Decimal(0))) if pay else None,
    }


def as_data(table: Table) -> list[dict[str, int | str | float | None]]:
    """A table's rows by column."""
    return [dict(zip(table.columns, map(number, row), strict=True)) for row in table.rows]


def number(cell: Cell) -> int | str | float | None:
    """A cell as JSON holds it."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell
