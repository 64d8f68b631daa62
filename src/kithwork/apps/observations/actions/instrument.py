"""Forms of a school: taken from ours or copied, changed by making the next version."""

from __future__ import annotations

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.definitions import words_now
from kithwork.apps.observations.instrument_text import read_text
from kithwork.apps.observations.models import Instrument
from kithwork.apps.observations.policies import may_arrange
from kithwork.apps.observations.shipped import ShippedForm
from kithwork.apps.trail.actions import action, note


@action("instrument.take")
def take_form(form: ShippedForm, *, by: Viewer) -> Instrument:
    """Begin to use one of the forms to begin with, as it is.

    Raises Refused if `by` may not, Problem when the school has it already.
    """
    require(may_arrange(by))
    if Instrument.objects.filter(school_id=by.school_id, key=form.key).exists():
        raise Problem(_("Your school has this form already."))
    text = form.text.model_dump(mode="json")
    return Instrument.objects.create(
        school_id=by.school_id,
        key=form.key,
        name=form.name,
        text=text,
        words=words_now(text, by.school_id),
        made_from=form.key,
        by_id=by.user_id,
    )


@action("instrument.change")
def change_form(instrument: Instrument, *, name: str, text: object, by: Viewer) -> Instrument:
    """Make the next version. What was observed with an earlier one keeps that one.

    Raises Refused if `by` may not, Problem when the text says something no form can, or nothing new.
    """
    require(may_arrange(by))
    newest = (
        Instrument.objects.select_for_update()
        .filter(school_id=by.school_id, key=instrument.key)
        .latest("version")
    )
    form = read_text(text)
    if isinstance(form, str):
        raise Problem(form)
    said = form.model_dump(mode="json")
    words = words_now(said, by.school_id)
    meant = words if newest.words is None else newest.words
    if (newest.name, newest.text, meant) == (name, said, words):
        raise Problem(_("Nothing was changed."))
    note(version=newest.version + 1)
    return Instrument.objects.create(
        school_id=by.school_id,
        key=newest.key,
        version=newest.version + 1,
        name=name,
        text=said,
        words=words,
        made_from=newest.made_from,
        by_id=by.user_id,
    )


@action("instrument.copy")
def copy_form(instrument: Instrument, *, name: str, by: Viewer) -> Instrument:
    """A form of one's own that starts as a copy. Raises Refused, or Problem when the name is taken."""
    require(may_arrange(by))
    key = slugify(name)[:60].replace("-", "_")
    taken = Instrument.objects.filter(school_id=by.school_id, key=key)
    if not key or taken.exists():
        raise Problem(_("Give it a name that no other form has."))
    return Instrument.objects.create(
        school_id=by.school_id,
        key=key,
        name=name,
        text=instrument.text,
        words=words_now(instrument.text, by.school_id),
        made_from=f"{instrument.key} {instrument.version}",
        by_id=by.user_id,
    )
