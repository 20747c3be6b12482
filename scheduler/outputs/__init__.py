"""Timetables and rosters for people, as plain tables: a list of headings and rows of cells for each view."""

from scheduler.outputs.views import VIEWS, View, build_view

__all__ = ["VIEWS", "View", "build_view"]
