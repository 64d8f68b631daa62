"""Lines of a page: wrapped, marked, with the tag of a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from kithwork.playbooks.schema.base import Every, Part, Span

WIDTH = 96


def say(text: str, mark: str = "- ", deep: int = 0) -> Iterator[str]:
    """``text`` as wrapped lines, the first with its mark."""
    indent = " " * deep
    later = indent + " " * len(mark)
    yield from wrap(
        " ".join(text.split()), WIDTH, initial_indent=indent + mark, subsequent_indent=later
    )


def tag(part: Part, around: Part | None = None) -> str:
    """`` [V]``: where the numbers of a part come from, or of the part around it."""
    found = part.tag or (around.tag if around else None)
    return f" [{found}]" if found else ""


def words(keys: Iterable[str]) -> str:
    """Ids as a list a person reads."""
    return ", ".join(keys).replace("_", " ")


def span(value: Span) -> str:
    """``3 to 4``, ``3 or more``, ``3``; with the unit where it has one."""
    low = f"{value.min:g}"
    if value.max is None:
        text = low if isinstance(value, Every) else f"{low} or more"
    else:
        text = low if value.max == value.min else f"{low} to {value.max:g}"
    if not isinstance(value, Every):
        return text
    unit = value.unit.replace("_", " ")
    return unit if text == "1" else f"{text} {unit}s"
