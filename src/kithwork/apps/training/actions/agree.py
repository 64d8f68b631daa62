"""Agreements: made, signed by three, ended. A signed text is never changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import PeerRole
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note
from kithwork.apps.training.agreement_texts import PARTS, current_version, text_of
from kithwork.apps.training.models import Agreement, Signature
from kithwork.apps.training.orientation import LANGUAGES
from kithwork.apps.training.policies import may_sign_as_self, may_train


@action("training.make_agreement")
def make_agreement(
    student: Student, kind: str, role: str, language: str = "en", *, by: Viewer
) -> Agreement:
    """Lay an agreement out for signing. One of a kind and role at a time.

    Raises Refused if `by` does not train them, Problem for a role that is none or one that stands.
    """
    require(may_train(by, student))
    if (
        kind not in Agreement.Kind.values
        or role not in PeerRole.values
        or language not in LANGUAGES
    ):
        raise Problem(_("Choose an agreement, a role and a language."))
    standing = Agreement.objects.filter(
        student=student, kind=kind, role=role, ended_on__isnull=True
    )
    if standing.exists():
        raise Problem(_("This agreement stands already. End it first, then make it anew."))
    made = Agreement.objects.create(
        student=student, kind=kind, role=role, language=language, version=current_version(),
        text=asdict(text_of(kind, role, language)) | {"school": student.school.name},
        made_on=clock.today(student.school.timezone),
    )  # fmt: skip
    note(student=student.pk, kind=kind)
    return made


@action("training.sign")
def sign(agreement: Agreement, part: str, name: str, on: date, *, by: Viewer) -> Signature:
    """Write down a signature that stands on paper.

    Raises Refused if `by` does not train the peer, Problem without a name, or for a part that has signed.
    """
    require(may_train(by, agreement.student))
    if on > clock.today(agreement.student.school.timezone):
        raise Problem(_("This day has not come yet. Write the day on the paper."))
    return _keep(agreement, part, name, on, Signature.How.PAPER, by)


@action("training.sign_as_self")
def sign_as_self(agreement: Agreement, *, by: Viewer) -> Signature:
    """The peer, or the teacher, signs on the screen in their own account."""
    own = may_sign_as_self(by, agreement)
    part = Signature.Part.PEER if own else Signature.Part.TEACHER
    if not own:
        require(may_train(by, agreement.student))
    today = clock.today(agreement.student.school.timezone)
    return _keep(agreement, part, by.name, today, Signature.How.SCREEN, by)


@action("training.end_agreement")
def end_agreement(agreement: Agreement, *, by: Viewer) -> Agreement:
    require(may_train(by, agreement.student))
    if agreement.ended_on is None:
        agreement.ended_on = clock.today(agreement.student.school.timezone)
        agreement.save(update_fields=["ended_on"])
    return agreement


def _keep(agreement: Agreement, part: str, name: str, on: date, how: str, by: Viewer) -> Signature:
    if agreement.ended_on is not None:
        raise Problem(_("This agreement has ended. Make a new one."))
    if part not in PARTS[agreement.kind]:
        raise Problem(_("Choose who signed."))
    if not name.strip():
        raise Problem(_("Write the name as it was signed."))
    if agreement.signatures.filter(part=part).exists():
        raise Problem(_("This part is signed already."))
    return Signature.objects.create(
        agreement=agreement, part=part, name=name.strip()[:120], on=on, how=how, by_id=by.user_id
    )
