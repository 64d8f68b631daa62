"""The school's own words for inviting, and what each invitation brought."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs.actions.shared_checks import (
    longest,
    not_to_come,
    to_change,
    words,
)
from kithwork.apps.programs.kit import LANGUAGES
from kithwork.apps.programs.models import Invitation, OwnWords, Program
from kithwork.apps.trail.actions import action, note

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Words:
    """The five lines that every flyer needs."""

    name: str
    purpose: str
    who: str
    when: str
    ask: str


@action("program.keep_words")
def keep_words(program: Program, said: Words, *, language: str, by: Viewer) -> OwnWords:
    """The school's own words in one language. Raises Problem naming the line that is missing."""
    program = to_change(program, by)
    if language not in LANGUAGES:
        raise Problem(_("Choose one of the languages."))
    missing = {
        "name": _("Write the name as it stands on the flyer."),
        "purpose": _("Say in one sentence what you do together."),
        "who": _("Say who can join."),
        "when": _("Say when and where."),
        "ask": _("Say whom to ask."),
    }
    kept = {
        key: words(value, longest(OwnWords, key), missing[key])
        for key, value in asdict(said).items()
    }
    row, _new = OwnWords.objects.update_or_create(program=program, language=language, defaults=kept)
    note(language=language)
    return row


@action("program.count_invitation")
def count_invitation(
    program: Program,
    *,
    channel: str,
    on: date,
    views: int | None = None,
    sign_ups: int | None = None,
    said: str = "",
    by: Viewer,
) -> Invitation:
    """One use of a channel: when, how many saw it, how many signed up."""
    program = to_change(program, by)
    if channel not in Invitation.Channel.values:
        raise Problem(_("Say how you invited."))
    for number in (views, sign_ups):
        if number is not None and not 0 <= number <= MOST:
            raise Problem(_("Give a number from 0 to %(most)s.") % {"most": MOST})
    if views is not None and sign_ups is not None and sign_ups > views:
        raise Problem(_("More signed up than saw it. Change one of the numbers."))
    return Invitation.objects.create(
        program=program,
        channel=channel,
        on=not_to_come(on, by),
        views=views,
        sign_ups=sign_ups,
        note=said.strip()[:200],
        by_id=by.user_id,
    )
