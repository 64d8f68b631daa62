"""Every number has a parent, and only what was seen in print is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.base import CITABLE, Part, Tag, walk, word_fields
from kithwork.playbooks.schema.quality import Source
from kithwork.playbooks.schema.voice import Adjustable

CLAIMS = re.compile(
    r"\b(research|studies|a study|evidence|trials?|science) "
    r"(says?|shows?|showed|proves?|proved|found|finds)\b"
    r"|\bproven\b|\bevidence-based\b|\bresearch-based\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a playbook: where it stands, what it is, where it comes from, who may be cited."""

    place: str
    field: str
    value: float
    tag: Tag | None
    cite: tuple[str, ...] = ()


def numbers(whole: BaseModel) -> Iterator[Number]:
    """Every number a playbook or a shared file says, with its tag: its own, its part's, or that of the part around it."""
    for place, part, tags in _tagged(whole, "", None):
        for field in sorted(type(part).model_fields):
            for value in _numbers_in(getattr(part, field), field in part.model_fields_set):
                yield Number(place, field, value, part.tags.get(field, tags), part.cite)


def _tagged(
    part: BaseModel, place: str, around: Tag | None
) -> Iterator[tuple[str, Part, Tag | None]]:
    """Parts with their place and the tag that holds in them."""
    tag = around
    if isinstance(part, Part):
        tag = part.tag or around
        yield place, part, tag
    for name in type(part).model_fields:
        value = getattr(part, name)
        at = f"{place}, {name}" if place else name
        inside = part.tags.get(name, tag) if isinstance(part, Part) else tag
        if isinstance(value, BaseModel):
            yield from _tagged(value, at, inside)
        elif isinstance(value, tuple):
            for number, inner in enumerate(value, 1):
                if isinstance(inner, BaseModel):
                    yield from _tagged(inner, f"{at} {number}", inside)


def _numbers_in(value: object, said: bool) -> Iterator[float]:
    """The numbers of a field, those of small tables without a tag of their own included."""
    if not said or isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _numbers_in(inner, said)
    elif isinstance(value, BaseModel) and not isinstance(value, Part):
        for name in type(value).model_fields:
            yield from _numbers_in(getattr(value, name), name in value.model_fields_set)


def every_number_has_a_parent(whole: BaseModel) -> Iterator[tuple[str, str, str]]:
    told = set()
    for number in numbers(whole):
        place = f"{number.place}, {number.field}"
        if number.tag is None and place not in told:
            told.add(place)
            sentence = 'say where this number comes from: tag = "S", "V", "K" or "D".'
            yield ("no_tag", place, sentence)
    for place, part in walk(whole):
        if isinstance(part, Part):
            for name in part.tags:
                if name not in part.model_fields_set:
                    yield (
                        "no_tag",
                        f"{place}, tags, {name}",
                        "there is no such number here; take it out.",
                    )
        if isinstance(part, Adjustable) and part.tag is None:
            sentence = 'say where this default comes from: tag = "S", "V", "K" or "D".'
            yield ("no_tag", f"{place}, value", sentence)


def only_research_is_cited(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    for place, part in walk(playbook):
        if not isinstance(part, Part):
            continue
        said = {part.tag, *part.tags.values()} - {None}
        if part.cite and not said & CITABLE:
            sentence = "only S and V may cite a source; K and D are settings. Take out cite."
            yield ("cited", f"{place}, cite", sentence)
        # A source's own title may say what it likes.
        if part.tag not in CITABLE and not isinstance(part, Source):
            yield from _claims(part, place)
    for number, one in enumerate(playbook.evidence, 1):
        at = f"evidence {number}"
        if one.tag is None or one.tag == "D":
            yield (
                "evidence",
                f"{at}, tag",
                "evidence is S, V or K; our own default is never evidence.",
            )
        elif one.tag == "K" and (one.strength != "to_confirm" or one.sources):
            sentence = 'what was not checked again has strength = "to_confirm" and no sources.'
            yield ("evidence", at, sentence)
        elif one.tag in CITABLE and not one.sources:
            yield ("evidence", f"{at}, sources", "say where this can be read.")


def _claims(part: Part, place: str) -> Iterator[tuple[str, str, str]]:
    for name in sorted(word_fields(type(part))):
        value = getattr(part, name)
        for text in value if isinstance(value, tuple) else (value,):
            claim = CLAIMS.search(text or "")
            if claim:
                sentence = (
                    f'"{claim.group()}" may only stand beside S or V; say what to do instead.'
                )
                yield ("claim", f"{place}, {name}", sentence)
