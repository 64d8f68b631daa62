"""Reads of recruiting."""

from kithwork.apps.recruiting.queries.pool import (
    PoolPage,
    Row,
    Unnamed,
    call_or_404,
    calls,
    candidate_or_404,
    candidate_row,
    likely,
    my_words,
    named,
    never_named,
    pool_page,
    student_to_name_or_404,
)

__all__ = [
    "PoolPage",
    "Row",
    "Unnamed",
    "call_or_404",
    "calls",
    "candidate_or_404",
    "candidate_row",
    "likely",
    "my_words",
    "named",
    "never_named",
    "pool_page",
    "student_to_name_or_404",
]
