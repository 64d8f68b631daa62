"""An extract is asked for with a purpose, decided by the district, and taken once: each step stays on record."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from kithwork.apps.accounts.taken_along import mark, written_down
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.archive import packed
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused, require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.studies.extract import files_of, risk_of
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.models import Release, Study
from kithwork.apps.studies.policies import may_ask_release, may_decide_release
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class ReleaseFrame:
    """What for, for whom, and where the agreement about it is kept."""

    purpose: str
    receiver: str
    agreement: str


@dataclass(frozen=True, slots=True)
class Taken:
    """One archive to take along. Its name names nobody."""

    release: Release
    name: str
    content: bytes


@action("study.ask_release")
def ask_release(study: Study, frame: ReleaseFrame, *, by: Viewer) -> Release:
    """Ask the district for an extract.

    Raises Refused if the study is not open to `by`; Problem without purpose, receiver and agreement, or where the
    cases could be told apart.
    """
    require(may_ask_release(by, study))
    if (
        frame.purpose not in Release.Purpose.values
        or not frame.receiver.strip()
        or not frame.agreement.strip()
    ):
        raise Problem(_("Say what it is for, who will have it, and where the agreement is kept."))
    risk = risk_of(gathered(study, by))
    if not risk.may_leave:
        raise Problem(risk.says[-1])
    note(purpose=frame.purpose)
    return Release.objects.create(
        study=study,
        asked_by_id=by.user_id,
        asked_at=clock.now(),
        risk=risk.to_json(),
        **asdict(frame),
    )


@action("study.decide_release")
def decide_release(release: Release, *, yes: bool, by: Viewer) -> Release:
    """Let it out or not. Raises Refused if `by` is not the district, Problem when it was decided."""
    require(may_decide_release(by, release))
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.state != Release.State.ASKED:
        raise Problem(_("This was decided already."))
    release.state = Release.State.APPROVED if yes else Release.State.REFUSED
    release.decided_by_id, release.decided_at = by.user_id, clock.now()
    release.save(update_fields=["state", "decided_by", "decided_at"])
    note(yes=yes)
    return release


@action("study.take_release")
def take_release(release: Release, *, by: Viewer) -> Taken:
    """Make the archive, once, for whoever asked for it; the row is that of the disclosure log.

    Raises Refused for somebody else, Problem while it is not approved, or when it was taken.
    """
    release = Release.objects.select_for_update().select_related("study").get(pk=release.pk)
    if release.asked_by_id != by.user_id:
        raise Refused(_("Whoever asked for this extract takes it. Ask for one of your own."))
    if release.state != Release.State.APPROVED:
        raise Problem(_("The district has not approved it yet."))
    if release.taken_at is not None:
        raise Problem(_("It was taken already. A further one is a release of its own: ask again."))
    found = gathered(release.study, by)
    risk = risk_of(found)
    if not risk.may_leave:
        raise Problem(risk.says[-1])
    about = {
        "what": _("De-identified extract of a single-case study, release {n}.").format(
            n=release.pk
        ),
        "purpose": _("Purpose: {purpose}.").format(purpose=release.get_purpose_display()),
        "when": mark(by),
        "promise": _("Do not try to find out who anybody is."),
    }
    content = packed(files_of(found, risk, about=about))
    release.taken_by_id, release.taken_at = by.user_id, clock.now()
    release.sha256, release.risk = hashlib.sha256(content).hexdigest(), risk.to_json()
    release.save(update_fields=["taken_by", "taken_at", "sha256", "risk"])
    written_down(
        students=len(found.cases),
        rows=sum(map(len, found.points.values())),
        by=by,
        school_id=release.study.school_id,
    )
    note(release=release.pk, study=release.study_id, purpose=release.purpose, sha256=release.sha256)
    return Taken(release, f"study-extract-{release.pk}.zip", content)
