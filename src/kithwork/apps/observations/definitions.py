"""What a behaviour means, in words two observers read alike: the dictionary's, and a school's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kithwork.apps.observations.models import Instrument, OwnBehaviour
from kithwork.playbooks import dictionary
from kithwork.playbooks.shared import Behaviour

WORDS = ("name", "definition", "example", "non_example")
# What comes with the product has its version in the dictionary; these cannot be watched.
NOT_WATCHED = frozenset({"permanent_product", "log"})
UNITS = {
    "event": "times in 10 minutes",
    "duration": "seconds",
    "latency": "seconds",
    "opportunity": "% of chances",
    "rating": "points",
}


def newest_own(school_id: int | None) -> list[OwnBehaviour]:
    """The latest version of each behaviour a school defined, retired ones too, by name."""
    rows = OwnBehaviour.objects.filter(school_id=school_id).order_by("version")
    newest = {one.key: one for one in rows}
    return sorted(newest.values(), key=lambda one: one.name.casefold())


def as_behaviour(own: OwnBehaviour) -> Behaviour:
    """A school's own in the shape of the dictionary's."""
    return Behaviour.model_validate(
        {
            "id": own.key,
            "name": own.name,
            "definition": own.definition,
            "example": own.example,
            "non_example": own.non_example,
            "method": own.method,
            "also": tuple(own.also),
            "unit": UNITS.get(own.method, "% of intervals"),
        }
    )


def own_behaviours(school_id: int | None) -> Mapping[str, Behaviour]:
    """A school's own by key, as they are now."""
    return {one.key: as_behaviour(one) for one in newest_own(school_id)}


def watchable(school_id: int | None) -> Mapping[str, str]:
    """Names of what can be watched, by id: the school's own first, without those it retired."""
    own = {one.key: one.name for one in newest_own(school_id) if not one.is_retired}
    shipped = {one.id: one.name for one in dictionary().behaviours if one.method not in NOT_WATCHED}
    return own | shipped


def words_now(text: Mapping[str, Any], school_id: int | None) -> dict[str, dict[str, str]]:
    """What each behaviour of a form means today, by id."""
    keys = {pad["behaviour"] for pad in text["pads"]}
    own = own_behaviours(school_id) if any(key.startswith("own_") for key in keys) else {}
    found = {}
    for key in sorted(keys):
        behaviour = own.get(key) or dictionary().of(key)
        if behaviour is not None:
            found[key] = {name: getattr(behaviour, name) for name in WORDS}
    return found


def words_of(instrument: Instrument) -> dict[str, dict[str, str]]:
    """What each behaviour of this version meant when it was made; a form older than that means today's words."""
    if instrument.words is not None:
        return dict(instrument.words)
    return words_now(instrument.text, instrument.school_id)


def out_of_date(instruments: Iterable[Instrument], own: OwnBehaviour) -> list[Instrument]:
    """The forms that still watch a behaviour by earlier words."""
    said = {name: getattr(own, name) for name in WORDS}
    return [one for one in instruments if words_of(one).get(own.key, said) != said]
