"""CSV files of a plan's folder, read row by row; what is wrong with them is collected."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from scheduler.errors import InputProblem
from scheduler.files.cells import shown
from scheduler.files.folder import BadCsv, parse_csv
from scheduler.files.texts import Unreadable, decode


class Records:
    """Reads files of a folder; ``problems`` are their faults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[InputProblem] = []

    def fault(
        self, file: str, key: str, row: int | None = None, column: str | None = None, found: str = "", choices: str = ""
    ) -> None:
        """Take note of what is wrong; ``key`` is a message of the catalogue's room ``plans``."""
        blanks: dict[str, str | int] = {"choices": choices} if choices else {}
        name = f"{self.folder.resolve().name}/{file}"
        self.problems.append(InputProblem(name, row, column, shown(found), f"plans.{key}", blanks))

    def rows(self, file: str, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
        """The number and the cells of each row that is not blank; none where the columns are not just these."""
        records = self._records(file)
        if not records or not self._headings(file, columns, headings := records[0]):
            return
        for number, record in enumerate(records[1:], start=2):
            if len(record) > len(headings) and any(record[len(headings) :]):
                self.fault(file, "too_many_cells", number)
            elif any(record):
                yield number, dict(zip_longest(headings, record, fillvalue=""))

    def _records(self, file: str) -> list[list[str]]:
        try:
            content = (self.folder / file).read_bytes()
            return [[str(cell).strip() for cell in record] for record in parse_csv(decode(content))] or [[]]
        except FileNotFoundError:
            self.fault(file, "file_missing")
        except (OSError, Unreadable):
            self.fault(file, "not_csv")
        except BadCsv as error:
            self.fault(file, "not_csv", error.row)
        return []

    def _headings(self, file: str, columns: Sequence[str], headings: Sequence[str]) -> bool:
        known = len(self.problems)
        for column in columns:
            if headings.count(column) != 1:
                self.fault(file, "column_once", 1, column)
        for heading in headings:
            if heading not in columns:
                self.fault(file, "column_known", 1, heading)
        return len(self.problems) == known
