"""Keeping what a log says: from the form, and from letters that were sealed on a device without a network."""

from __future__ import annotations

from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs import actions, policies
from kithwork.apps.runs.actions.told import SIDES
from kithwork.apps.runs.log_form import LogForm
from kithwork.apps.runs.queries.log import LogPage, log_page, session_to_log_or_404
from kithwork.apps.ui.sealed_letters import id_of, opened

MOST_FIELDS, LONGEST_ID = 500, 12


def save_log(page: LogPage, form: LogForm, *, by: Viewer) -> None:
    """A first log, or a correction of the one the form was opened with."""
    told, letter = form.as_told(), form.cleaned_data["letter"]
    key = form.cleaned_data["replaces"]
    if key is None:
        actions.log_session(page.session, told=told, letter=letter, by=by)
        return
    replaced = next((one.log for one in page.versions if one.log.pk == key), None)
    if replaced is None:
        raise Problem(_("What you correct is not a log of this session. Open the page again."))
    actions.correct_log(replaced, told=told, letter=letter, by=by)


def take(raw: object, *, by: Viewer) -> dict[str, str]:
    """What became of one letter: kept, or refused with its sentence.

    Sent twice it is one log. Where somebody logged the session meanwhile, it is kept beside theirs.
    """
    answer = {"letter": id_of(raw), "answer": "kept"}
    try:
        page, form = _form_of(raw, by)
        try:
            save_log(page, form, by=by)
        except Conflict:
            letter = form.cleaned_data["letter"]
            actions.keep_beside(page.session, told=form.as_told(), letter=letter, by=by)
    except Problem as problem:
        return answer | {"answer": "refused", "sentence": str(problem)}
    return answer


def _form_of(raw: object, by: Viewer) -> tuple[LogPage, LogForm]:
    """The form as it was filled in. Raises Problem when it cannot be read or does not fit its session."""
    letter, said = opened(raw, by)
    try:
        session = session_to_log_or_404(by, _session_id(said.get("session")))
    except Http404:
        raise Problem(
            _("That session is not one of yours any more. Tell the coordinator.")
        ) from None
    require(policies.may_log(by, session))
    page = log_page(by, session)
    data = _typed(said.get("fields"))
    data["letter"] = str(letter)
    _only_known(data, {str(one.pk) for one in page.people})
    chosen = data.get("minutes", "")
    if chosen and chosen not in map(str, page.minutes):  # the form offered other lengths then
        data["minutes"], data["minutes_other"] = "", data.get("minutes_other") or chosen
    form = LogForm(data, page=page)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        raise Problem(
            _("A log could not be kept: %(why)s Log that session again.") % {"why": first}
        )
    return page, form


def _only_known(data: QueryDict, known: set[str]) -> None:
    """Whoever is not on the list any more is left out: the rest of the log is as true as before."""
    for name in ("here", *SIDES):
        data.setlist(name, [one for one in data.getlist(name) if one in known])


def _session_id(text: object) -> int:
    digits = str(text)
    return (
        int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < LONGEST_ID else 0
    )


def _typed(fields: Any) -> QueryDict:
    """Pairs of name and value, as a browser sends them."""
    data = QueryDict(mutable=True)
    if isinstance(fields, list):
        for pair in fields[:MOST_FIELDS]:
            if (
                isinstance(pair, list)
                and len(pair) == 2
                and all(isinstance(one, str) for one in pair)
            ):
                data.appendlist(pair[0], pair[1].replace("\x00", ""))
    return data
