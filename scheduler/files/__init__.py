"""Reading and writing schools: a folder of CSV files, a workbook or a JSON file, all of the same meaning."""

from scheduler.files.describe import describe, describe_all
from scheduler.files.load import load_school, load_with_doubts, load_with_origin, save_school, school_digest

__all__ = [
    "describe",
    "describe_all",
    "load_school",
    "load_with_doubts",
    "load_with_origin",
    "save_school",
    "school_digest",
]
