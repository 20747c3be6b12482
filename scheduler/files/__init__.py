"""Reading and writing schools: a folder of CSV files, a workbook or a JSON file, all of the same meaning."""

from scheduler.files.describe import describe
from scheduler.files.load import load_school, save_school, school_digest
from scheduler.files.template import write_template

__all__ = ["describe", "load_school", "save_school", "school_digest", "write_template"]
