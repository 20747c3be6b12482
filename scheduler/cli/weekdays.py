"""Weekdays on the command line: whatever the sentences are in, people type the words that they know."""


def weekday_of(text: str) -> int | None:
    """The weekday that a whole word names, in either language (周五, 星期五, Friday, fri); Monday = 1, None where it names none."""
    from scheduler.imports.weekdays import weekdays_in, without_weekdays

    days = weekdays_in(text)
    return days[0] if len(days) == 1 and not without_weekdays(text).strip() else None
