"""What kind of value each column holds, read off the models, so that no column is described twice."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from models.row import Frozen


@dataclass(frozen=True)
class Shape:
    """``base`` is the type of one item, ``listed`` whether a cell holds several, ``options`` a closed list of words."""

    base: type
    listed: bool
    options: tuple[str, ...]

    @property
    def is_text(self) -> bool:
        """Whether any text will do."""
        return self.base is str and not self.options

    @property
    def wanted(self) -> str:
        """The message that says what such a cell holds."""
        if self.options:
            return "files.one_of"
        if self.listed:
            return {str: "files.cell_list", int: "files.cell_ints"}.get(self.base, "files.cell_windows")
        names = {int: "int", bool: "yes_no", date: "date", time: "time", Decimal: "money"}
        return f"files.cell_{names.get(self.base, 'text')}"


@cache
def shapes(row: type[Frozen]) -> dict[str, Shape]:
    """The shape of each column of a row."""
    return {name: _shape(field.annotation) for name, field in row.model_fields.items()}


def _shape(annotation: Any) -> Shape:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _shape(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return _shape(next(arg for arg in get_args(annotation) if arg is not type(None)))
    if origin is Literal:
        return Shape(str, False, get_args(annotation))
    if origin is tuple:
        item = _shape(get_args(annotation)[0])
        return Shape(item.base, True, item.options)
    return Shape(annotation, False, ())
