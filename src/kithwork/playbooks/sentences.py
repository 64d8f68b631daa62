"""What the validator found, turned into one sentence with the place and the mend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from kithwork.playbooks.faults import Fault, shown

Told = Mapping[str, Any]
# Names the validator adds to a place for the branches of a union; a person did not write them.
BRANCHES = frozenset({"int", "float", "bool", "str", "literal"})


def faults_of(error: ValidationError, kind: type[BaseModel], file: str) -> list[Fault]:
    """Each place once, in the order of the file. A misspelt word is not also told as missing."""
    found: dict[str, Fault] = {}
    meant: set[str] = set()
    for one in error.errors(include_url=False):
        place = place_of(one["loc"])
        code = str(one["type"])
        if code == "extra_forbidden":
            meant |= {place_of((*one["loc"][:-1], near)) for near in _nearest(one, kind)}
        said = SENTENCES.get(code, _other)(one, kind)
        found.setdefault(place, Fault(code, file, place, said))
    return [one for one in found.values() if one.code != "missing" or one.place not in meant]


def place_of(loc: tuple[int | str, ...]) -> str:
    """``("training", 0, "minutes")`` as ``"training 1, minutes"``."""
    words: list[str] = []
    for step in loc:
        if isinstance(step, int):
            words[-1] += f" {step + 1}"
        elif step not in BRANCHES and not step.startswith(("constrained-", "function-")):
            words.append(step)
    return ", ".join(words)


def _not(one: Told) -> str:
    return f"not {shown(one['input'])}"


def _wanted(words: str) -> Callable[[Told, type[BaseModel]], str]:
    return lambda one, kind: f"{words} is needed, {_not(one)}."


def _nearest(one: Told, kind: type[BaseModel]) -> list[str]:
    """The known word that an unknown one is most like, or none."""
    return get_close_matches(str(one["loc"][-1]), _fields_at(kind, one["loc"][:-1]), n=1)


def _unknown(one: Told, kind: type[BaseModel]) -> str:
    near = _nearest(one, kind)
    mend = f'did you mean "{near[0]}"?' if near else "take it out, or look it up in the schema."
    return f"this word is not known; {mend}"


def _fields_at(kind: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The words that may stand in the table at ``loc``."""
    here = kind
    for step in loc:
        if isinstance(step, str):
            here = _model_in(here.model_fields[step].annotation) or here
    return list(here.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside a type, however it is wrapped."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)


def _one_of(one: Told, kind: type[BaseModel]) -> str:
    words = str(one["ctx"]["expected"]).replace("'", '"')
    return f"one of {words} is needed, {_not(one)}."


def _slug(one: Told, kind: type[BaseModel]) -> str:
    return (
        f"a short name in small letters, figures and _ is needed, like first_reader, {_not(one)}."
    )


def _bound(words: str, key: str) -> Callable[[Told, type[BaseModel]], str]:
    return lambda one, kind: f"{words} {one['ctx'][key]:g} is needed, {_not(one)}."


def _own(one: Told, kind: type[BaseModel]) -> str:
    return f"{one['ctx']['error']!s}."


def _other(one: Told, kind: type[BaseModel]) -> str:
    return f"this cannot be read here: {str(one['msg']).rstrip('.')}."


SENTENCES: dict[str, Callable[[Told, type[BaseModel]], str]] = {
    "missing": lambda one, kind: "this is missing; add it.",
    "extra_forbidden": _unknown,
    "int_type": _wanted("a whole number"),
    "int_parsing": _wanted("a whole number"),
    "int_from_float": _wanted("a whole number"),
    "float_type": _wanted("a number"),
    "finite_number": _wanted("a number"),
    "bool_type": _wanted("true or false"),
    "string_type": _wanted("text in quotes"),
    "string_too_short": lambda one, kind: "words are needed here, not an empty text.",
    "string_too_long": lambda one, kind: (
        f"at most {one['ctx']['max_length']} letters fit here; shorten it."
    ),
    "string_pattern_mismatch": _slug,
    "tuple_type": _wanted("a list in square brackets"),
    "dict_type": _wanted("a table"),
    "model_type": _wanted("a table"),
    "model_attributes_type": _wanted("a table"),
    "literal_error": _one_of,
    "too_short": lambda one, kind: "at least one is needed here.",
    "greater_than_equal": _bound("at least", "ge"),
    "less_than_equal": _bound("at most", "le"),
    "value_error": _own,
}
