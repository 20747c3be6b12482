"""Timetables and rosters for people: tables of cells, pages of paper, a workbook, a web page, calendars."""

from scheduler.outputs.views import VIEWS, View, build_view

__all__ = ["VIEWS", "View", "build_view"]
