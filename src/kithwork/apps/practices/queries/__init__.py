"""Reads of this room, each shaped for a page or for a room above."""

from kithwork.apps.practices.queries.contents import (
    as_sheet,
    contents_or_404,
    contents_page,
    digest_of,
    items_of,
    next_name,
)
from kithwork.apps.practices.queries.library import LibraryPage, library_page
from kithwork.apps.practices.queries.own import (
    blank_text,
    copied_text,
    next_text,
    own_or_404,
    versions_page,
)
from kithwork.apps.practices.queries.practice import PracticePage, practice_page
from kithwork.apps.practices.queries.shelf import (
    languages_of,
    playbook_for,
    playbook_of_role,
    practices_of,
    said_in,
    unreadable,
)

__all__ = [
    "LibraryPage",
    "PracticePage",
    "as_sheet",
    "blank_text",
    "contents_or_404",
    "contents_page",
    "copied_text",
    "digest_of",
    "items_of",
    "languages_of",
    "library_page",
    "next_name",
    "next_text",
    "own_or_404",
    "playbook_for",
    "playbook_of_role",
    "practice_page",
    "practices_of",
    "said_in",
    "unreadable",
    "versions_page",
]
