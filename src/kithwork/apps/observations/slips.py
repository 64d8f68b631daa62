"""What is wrong with a text from outside, in our own words: the place, what is wrong there, and the mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

# By the kind of slip. {names} come from its context.
SAID = {
    "missing": gettext_lazy("is missing. Add it."),
    "extra_forbidden": gettext_lazy("is not known here. Leave it out, or look how it is spelled."),
    "model_type": gettext_lazy("is no object. Write its parts in curly brackets."),
    "tuple_type": gettext_lazy("is no list. Write it in square brackets."),
    "string_type": gettext_lazy("is no text. Write it in quotation marks."),
    "string_unicode": gettext_lazy("has half of a character in it. Send it in UTF-8."),
    "string_too_short": gettext_lazy("is too short. Fewest characters: {min_length}."),
    "string_too_long": gettext_lazy("is too long. Most characters: {max_length}."),
    "too_short": gettext_lazy("has too few. Fewest: {min_length}."),
    "too_long": gettext_lazy("has too many. Most: {max_length}."),
    "int_type": gettext_lazy("is no whole number. Write one without quotation marks."),
    "int_from_float": gettext_lazy("is no whole number. Write one without a fraction."),
    "int_parsing_size": gettext_lazy("is too large a number."),
    "greater_than": gettext_lazy("must be more than {gt}."),
    "greater_than_equal": gettext_lazy("must be {ge} or more."),
    "less_than": gettext_lazy("must be less than {lt}."),
    "less_than_equal": gettext_lazy("must be {le} or less."),
    "bool_type": gettext_lazy("must be true or false."),
    "timezone_aware": gettext_lazy(
        "does not say its time zone. Write Z or an offset behind it, such as -05:00."
    ),
}
# What begins alike is mended alike.
FAMILIES = {
    "uuid": gettext_lazy("is no id. Write a UUID, such as 0f8fad5b-d9cb-469f-a165-70867728950e."),
    "date": gettext_lazy("is no moment. Write it such as 2026-11-27T16:55:00Z."),
    "int": gettext_lazy("is no whole number. Write one without quotation marks."),
    "bool": gettext_lazy("must be true or false."),
}
# A pattern's own words, by the name of what it is a pattern of; a code means another thing on a tape than on a form.
PATTERNS = {
    "sha256": gettext_lazy("is no SHA-256. It has 64 characters from 0 to 9 and a to f."),
    "code": gettext_lazy("is no code. Take a small letter, and up to three more or figures."),
    "taps.code": gettext_lazy(
        "is no tap. A pad's code stands there, with its mark: a, a?, a:1, a=3, a@4 or a@4-."
    ),
}
OTHERWISE = gettext_lazy("cannot be read. Compare it with /api/v1/openapi.json.")
WHERE = re.compile(r"line (\d+) column (\d+)")
MOST_PLACE = 120


def first_slip(wrong: ValidationError) -> str:
    """The first slip, as a sentence with its place: `items[3].id: is no id. …`."""
    found = wrong.errors(include_url=False, include_input=False)[0]
    kind, context = found["type"], found.get("ctx", {})
    if kind == "json_invalid":
        return _no_json(str(context.get("error", "")))
    place = place_of(found["loc"])
    if kind == "value_error":
        own = str(context["error"])
        return f"{place}: {own}." if place else f"{own[:1].upper()}{own[1:]}."
    return f"{place or _('The body')}{': ' if place else ' '}{_said(kind, found['loc'], context)}"


def place_of(loc: tuple[int | str, ...]) -> str:
    """("items", 3, "taps") is items[3].taps."""
    found = ""
    for part in loc:
        found += f"[{part}]" if isinstance(part, int) else f"{'.' if found else ''}{part}"
    return found[:MOST_PLACE]


def _said(kind: str, loc: tuple[int | str, ...], context: Mapping[str, Any]) -> str:
    if kind == "literal_error":
        words = _words(str(context["expected"]))
        said = _("must be one of: {words}.") if len(words) > 1 else _("must be {words}.")
        return said.format(words=", ".join(words))
    if kind == "string_pattern_mismatch" and loc:
        name = f"taps.{loc[-1]}" if loc[0] == "taps" else str(loc[-1])
        return str(PATTERNS.get(name, OTHERWISE))
    if kind in SAID:
        return str(SAID[kind]).format(**context)
    return str(
        next((said for start, said in FAMILIES.items() if kind.startswith(start)), OTHERWISE)
    )


def _words(expected: str) -> list[str]:
    """What a value may be, as JSON writes it."""
    words = re.findall(r"'([^']*)'|(\w+)", expected)
    bare = {"True": "true", "False": "false", "None": "null"}
    return [quoted or bare.get(plain, plain) for quoted, plain in words if plain != "or"]


def _no_json(error: str) -> str:
    where = WHERE.search(error)
    if where is None:
        return _("The text is not JSON.")
    line, column = where.groups()
    return _("The text is not JSON: look at line {line}, character {column}.").format(
        line=line, column=column
    )
