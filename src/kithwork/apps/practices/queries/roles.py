"""Everyday roles for two: those that come with Kithwork and the school's own, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices import policies, words
from kithwork.apps.practices.models import RoleIdea
from kithwork.apps.practices.queries.library import Filter
from kithwork.playbooks import reciprocal_roles
from kithwork.playbooks.schema.base import BANDS
from kithwork.playbooks.shared import ReciprocalRole

# The library's words for a place -> the place to look under.
PLACE_OF = {
    "class": "class", "morning meeting": "class", "end of day": "class", "labs": "class",
    "writing": "class", "content": "class", "maths": "class", "science": "class",
    "art": "arts", "music": "arts", "drama": "arts",
    "sports": "sports", "library": "library", "lunch": "lunch_recess", "recess": "lunch_recess",
    "arrival": "on_the_way", "hallway": "on_the_way", "campus": "on_the_way",
    "school": "school", "enterprise": "school", "events": "school", "safety": "school",
    "after school": "beyond", "community": "beyond",
}  # fmt: skip
FILTERS = (
    ("place", gettext_lazy("Every place"), words.ROLE_PLACES),
    ("grade", gettext_lazy("Every grade"), words.GRADES),
    ("brings", gettext_lazy("Whatever a student brings"), words.BRINGS),
)


@dataclass(frozen=True, slots=True)
class RoleCard:
    """One role with its two sides. ``idea`` is the school's own row, None for one that was shipped."""

    name: str
    place: str
    where: str
    bands: frozenset[str]
    grades: str
    gives: str
    receives: str
    minutes: str
    prepare: str
    supports: str
    brings: frozenset[str]
    brings_words: str
    origin: str
    idea: RoleIdea | None = None
    may_withdraw: bool = False


@dataclass(frozen=True, slots=True)
class RolesPage:
    cards: list[RoleCard]
    waiting: list[RoleCard]
    withdrawn: list[RoleCard]
    filters: list[Filter]
    is_filtered: bool
    own: int


def roles_page(viewer: Viewer, asked: Mapping[str, str]) -> RolesPage:
    """Roles that fit what was asked, the school's own first; what waits for a look, and what was withdrawn."""
    chosen = {
        name: asked.get(name, "") for name, _every, table in FILTERS if asked.get(name) in table
    }
    rows = policies.visible_role_ideas(viewer).select_related("written_by")
    ideas = [_own(viewer, row) for row in rows]
    in_use = [one for one in ideas if _stands(one) and one.idea and one.idea.looked_at]
    shipped = [_shipped(role) for role in reciprocal_roles().roles]
    fitting = [one for one in (*in_use, *shipped) if _fits(one, chosen)]
    return RolesPage(
        cards=fitting,
        waiting=[one for one in ideas if _stands(one) and one.idea and not one.idea.looked_at],
        withdrawn=[one for one in ideas if not _stands(one) and one.may_withdraw],
        filters=[
            Filter(
                name,
                str(every),
                chosen.get(name, ""),
                [(key, str(word)) for key, word in table.items()],
            )
            for name, every, table in FILTERS
        ],
        is_filtered=bool(chosen),
        own=sum(one.idea is not None for one in fitting),
    )


def role_idea_or_404(viewer: Viewer, idea_id: int) -> RoleIdea:
    return get_object_or_404(policies.visible_role_ideas(viewer), pk=idea_id)


def _stands(card: RoleCard) -> bool:
    return card.idea is not None and card.idea.withdrawn_at is None


def _fits(card: RoleCard, chosen: Mapping[str, str]) -> bool:
    return (
        chosen.get("place", card.place) == card.place
        and ("grade" not in chosen or chosen["grade"] in card.bands)
        and ("brings" not in chosen or chosen["brings"] in card.brings)
    )


def _shipped(role: ReciprocalRole) -> RoleCard:
    return RoleCard(
        name=role.name,
        place=PLACE_OF.get(role.setting, "class"),
        where=role.setting.capitalize(),
        bands=frozenset(band for band, grades in BANDS.items() if {*grades} & {*role.grades}),
        grades=_grade_words(role.grades),
        gives=role.gives,
        receives=role.receives,
        minutes=words.minutes_words(role.minutes),
        prepare=role.prepare,
        supports=role.supports,
        brings=frozenset(role.brings),
        brings_words=_listed(words.BRINGS, role.brings),
        origin=role.origin,
    )


def _own(viewer: Viewer, row: RoleIdea) -> RoleCard:
    return RoleCard(
        name=row.name,
        place=row.place,
        where=words.label(words.ROLE_PLACES, row.place),
        bands=frozenset(row.grades),
        grades=_listed(words.GRADES, row.grades),
        gives=row.gives,
        receives=row.receives,
        minutes=words.minutes_words(row.minutes),
        prepare=row.prepare,
        supports=row.supports,
        brings=frozenset(row.brings),
        brings_words=_listed(words.BRINGS, row.brings),
        origin=str(WHOSE.get(row.whose, row.whose)),
        idea=row,
        may_withdraw=bool(policies.may_withdraw_role_idea(viewer, row)),
    )


WHOSE = {
    "student": gettext_lazy("A student's idea"),
    "family": gettext_lazy("A family's idea"),
    "staff": gettext_lazy("Our staff's idea"),
}


def _listed(table: Mapping[str, object], keys: Iterable[str]) -> str:
    """In the table's order, whatever order they were ticked in."""
    wanted = set(keys)
    return words.joined(table, [key for key in table if key in wanted])


def _grade_words(grades: tuple[str, ...]) -> str:
    if len(grades) == 1:
        return _("Grade %(grade)s") % {"grade": grades[0]}
    return _("Grades %(first)s to %(last)s") % {"first": grades[0], "last": grades[-1]}
