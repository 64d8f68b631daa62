"""The dictionary as a page: what can be watched, what counts and what does not, and by which method."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.definitions import as_behaviour, newest_own, out_of_date
from kithwork.apps.observations.models import Instrument, OwnBehaviour
from kithwork.apps.observations.policies import may_arrange, visible_behaviours
from kithwork.apps.observations.queries.setup import newest_forms
from kithwork.apps.observations.shipped import METHODS
from kithwork.playbooks import dictionary
from kithwork.playbooks.shared import Behaviour


@dataclass(frozen=True, slots=True)
class Entry:
    """One behaviour; `own` where the school defined it."""

    behaviour: Behaviour
    best: str
    also: str
    own: OwnBehaviour | None = None


@dataclass(frozen=True, slots=True)
class DictionaryPage:
    own: list[Entry]
    shipped: list[Entry]
    total: int
    may_arrange: bool


def dictionary_page(viewer: Viewer, words: str) -> DictionaryPage:
    """Every behaviour in which all the words stand, wherever."""
    asked = words.casefold().split()
    own = [_entry(as_behaviour(one), one) for one in newest_own(viewer.school_id)]
    shipped = [_entry(one) for one in dictionary().behaviours]
    found = [[one for one in rows if _has(one, asked)] for rows in (own, shipped)]
    return DictionaryPage(found[0], found[1], len(own) + len(shipped), bool(may_arrange(viewer)))


def behaviour_or_404(viewer: Viewer, behaviour_id: int) -> OwnBehaviour:
    return first_or_404(visible_behaviours(viewer).filter(pk=behaviour_id))


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One behaviour of the school's own: its versions, and the forms that watch it by earlier words."""

    newest: OwnBehaviour
    earlier: list[OwnBehaviour]
    forms: list[Instrument]


def own_page(viewer: Viewer, own: OwnBehaviour) -> OwnPage:
    versions = list(visible_behaviours(viewer).filter(key=own.key).order_by("-version"))
    return OwnPage(versions[0], versions[1:], out_of_date(newest_forms(viewer), versions[0]))


def _entry(behaviour: Behaviour, own: OwnBehaviour | None = None) -> Entry:
    also = ", ".join(str(METHODS[one]) for one in behaviour.also)
    return Entry(behaviour, str(METHODS[behaviour.method]), also, own)


def _has(entry: Entry, asked: list[str]) -> bool:
    text = "\n".join(_texts(entry)).casefold()
    return all(word in text for word in asked)


def _texts(entry: Entry) -> Iterator[str]:
    one = entry.behaviour
    yield from (one.name, one.definition, one.example, one.non_example, entry.best, entry.also)
    yield one.id.replace("_", " ")
    if entry.own is not None:
        yield _("your school's own")
