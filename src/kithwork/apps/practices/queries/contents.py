"""Lists to practise: those of the school, one of them with its items, and the file of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, Sum
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kithwork.apps.foundation.cells import as_csv
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices.lines import HEADING, Item
from kithwork.apps.practices.models import ContentSet
from kithwork.apps.practices.policies import visible_contents


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One list among others."""

    contents: ContentSet
    items: int
    words: int
    runs: int


def contents_page(viewer: Viewer, *, kind: str = "", closed: bool = False) -> list[ContentLine]:
    """The school's lists, newest first: the open ones, or those that are closed."""
    rows = visible_contents(viewer).filter(closed_on__isnull=not closed)
    if kind in ContentSet.Kind.values:
        rows = rows.filter(kind=kind)
    rows = rows.select_related("made_by").annotate(
        count=Count("items", distinct=True), in_runs=Count("runs", distinct=True)
    )
    words = dict(
        visible_contents(viewer).order_by().annotate(n=Sum("items__words")).values_list("pk", "n")
    )
    return [
        ContentLine(row, row.count, words.get(row.pk) or 0, row.in_runs)
        for row in rows.order_by("-made_at", "-pk")
    ]


def contents_or_404(viewer: Viewer, contents_id: int) -> ContentSet:
    return get_object_or_404(visible_contents(viewer).select_related("made_by"), pk=contents_id)


def items_of(contents: ContentSet) -> list[Item]:
    """Its items in their places."""
    return [Item(one.prompt, one.answer, one.level) for one in contents.items.all()]


def digest_of(contents: ContentSet) -> str:
    """Changes whenever the list does: what a person saw, to compare before it is written over."""
    head = (contents.name, contents.subject, contents.level, contents.language)
    return sha256(repr((head, items_of(contents))).encode()).hexdigest()


def next_name(name: str) -> str:
    """A name for the copy: the last number goes up by one ("Week 11" becomes "Week 12")."""
    numbers = list(re.finditer(r"\d+", name))
    if not numbers:
        return _("%(name)s, next")[:120] % {"name": name[:100]}
    last = numbers[-1]
    return f"{name[: last.start()]}{int(last.group()) + 1}{name[last.end() :]}"[:120]


def as_sheet(contents: ContentSet) -> bytes:
    """The list as CSV, safe to open in any spreadsheet program; it can be read in again."""
    rows = [[one.prompt, one.answer, one.level, one.words] for one in contents.items.all()]
    return as_csv(HEADING, rows)
