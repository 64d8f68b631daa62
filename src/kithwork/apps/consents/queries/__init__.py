"""Reads of permissions: for the rooms above, and for the pages of this one."""

from kithwork.apps.consents.queries.board import (
    BoardPage,
    BoardRow,
    board_page,
    missing,
    to_ask,
    without_permission,
)
from kithwork.apps.consents.queries.letters import letter_of, open_asks
from kithwork.apps.consents.queries.live import (
    has_permit,
    live,
    live_at,
    state_words,
    why_not,
    with_permission,
)
from kithwork.apps.consents.queries.own import (
    AskCard,
    ChildCard,
    OwnCard,
    child_cards,
    child_or_404,
    family_language,
    link_cards,
    own_cards,
    own_student,
    said_of,
)
from kithwork.apps.consents.queries.person import (
    PersonPage,
    answer_or_404,
    ask_or_404,
    guardians_of,
    person_page,
    student_or_404,
    witnesses,
)

__all__ = [
    "AskCard",
    "BoardPage",
    "BoardRow",
    "ChildCard",
    "OwnCard",
    "PersonPage",
    "answer_or_404",
    "ask_or_404",
    "board_page",
    "child_cards",
    "child_or_404",
    "family_language",
    "guardians_of",
    "has_permit",
    "letter_of",
    "link_cards",
    "live",
    "live_at",
    "missing",
    "open_asks",
    "own_cards",
    "own_student",
    "person_page",
    "said_of",
    "state_words",
    "student_or_404",
    "to_ask",
    "why_not",
    "with_permission",
    "without_permission",
    "witnesses",
]
