"""Who worked how long: lessons and minutes planned and held, duties, fees, pay, dinners, time off."""

from scheduler.hours.off import doubts
from scheduler.hours.report import Report, hours_of
from scheduler.hours.tables import Table, tables
from scheduler.hours.work import Timeline

__all__ = ["Report", "Table", "Timeline", "doubts", "hours_of", "tables"]
