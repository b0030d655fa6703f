"""Turn what a data file holds into a typed form, and what does not fit into mistakes with a line and a remedy."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from bot.text.data_files import DataFile, DataFileError, Mistake, Place, did_you_mean


class Form(BaseModel):
    """Part of a data file. A key that is not known is a slip of the pen, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


FormT = TypeVar("FormT", bound=Form)


def fill_in(form: type[FormT], file: DataFile, place: Place, raw: Any) -> FormT:
    """Read what stands at a place of a file as this form, or raise all that is wrong with it."""
    try:
        return form.model_validate(raw)
    except ValidationError as error:
        raise DataFileError(*(_mistake(form, file, place, each) for each in error.errors())) from error


def _mistake(form: type[Form], file: DataFile, place: Place, error: ErrorDetails) -> Mistake:
    where: Place = (*place, *error["loc"])
    name = str(where[-1]) if where else file.path.name
    line = file.line(*where)
    if error["type"] == "extra_forbidden":
        return Mistake(file.path, line, f"unknown key {name!r}", did_you_mean(name, _keys(form, error["loc"])))
    if error["type"] == "missing":
        return Mistake(file.path, line, f"the key {name!r} is missing", f"Write `{name}: …` here.")
    if error["type"] in ("model_type", "dict_type"):
        return Mistake(file.path, line, f"{name!r} needs keys with values", f"Known are: {', '.join(_keys(form, ()))}.")
    return Mistake(file.path, line, f"{name!r} is {error['input']!r}", f"{error['msg']}.")


def _keys(form: type[Form], way: tuple[str | int, ...]) -> list[str]:
    """The keys that the form knows where the way leads, its own ones or those of a form inside it."""
    for step in way[:-1]:
        inner = form.model_fields[str(step)].annotation if str(step) in form.model_fields else None
        if isinstance(inner, type) and issubclass(inner, Form):
            form = inner
    return [field.alias or name for name, field in form.model_fields.items()]
