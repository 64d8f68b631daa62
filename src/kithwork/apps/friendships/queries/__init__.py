"""Reads of this room: the student's own question, the front page of adults, a class, and one student's answers."""

from kithwork.apps.friendships.queries.circle import CirclePage, circle_or_404, circle_page
from kithwork.apps.friendships.queries.front import FrontPage, front_page, groups_to_ask
from kithwork.apps.friendships.queries.own import OwnPage, asked_to_name, own_page, own_round_or_404
from kithwork.apps.friendships.queries.student import (
    StudentPage,
    WritePage,
    student_page_or_404,
    write_page_or_404,
)

__all__ = [
    "CirclePage",
    "FrontPage",
    "OwnPage",
    "StudentPage",
    "WritePage",
    "asked_to_name",
    "circle_or_404",
    "circle_page",
    "front_page",
    "groups_to_ask",
    "own_page",
    "own_round_or_404",
    "student_page_or_404",
    "write_page_or_404",
]
