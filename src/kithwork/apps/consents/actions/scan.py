"""A signed form as a file: known by its first bytes, not by its name, and kept beside the lines it is the paper of."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from django.utils.translation import gettext as _

from kithwork.apps.consents.models import Answer, Scan
from kithwork.apps.consents.photos import only_the_picture
from kithwork.apps.consents.policies import may_write_down
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools.queries import limits
from kithwork.apps.trail.actions import action, note

MEGABYTE = 1024 * 1024
# How files of each kind begin and end. A page of the web or a program begins with none of these.
KINDS = (
    ("application/pdf", b"%PDF-", b"%%EOF"),
    ("image/jpeg", b"\xff\xd8\xff", b"\xff\xd9"),
    ("image/png", b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
)
# Programs that write a file may add a little after its end.
TAIL = 1024


def kind_of(content: bytes) -> str | None:
    """What a file is by its content; None for anything that is no whole PDF, JPEG or PNG."""
    for kind, begins, ends in KINDS:
        if content.startswith(begins) and ends in content[-TAIL:]:
            return kind
    return None


@action("consent.keep_scan")
def keep_scan(answers: Sequence[Answer], content: bytes, *, by: Viewer) -> Scan:
    """Keep the paper of these lines, all of one student.

    A photo is kept without the place and the phone it was taken with.

    Raises Refused if `by` does not keep permissions here, Problem for a file that is too large or of no kind
    we take, or a line that was not on paper.
    """
    if not answers:
        raise Problem(_("Say first what the form says: choose an answer."))
    student = answers[0].student
    require(may_write_down(by, student))
    for one in answers:
        if one.student_id != student.pk or one.how != Answer.How.PAPER:
            raise Problem(_("A scan goes with an answer on paper. Choose “On paper”."))
    most = limits(student.school).scan_megabytes
    if len(content) > most * MEGABYTE:
        raise Problem(
            _("The file is larger than %(most)s MB. Take a smaller photo.") % {"most": most}
        )
    kind = kind_of(content)
    kept = only_the_picture(content, kind) if kind else None
    if kind is None or kept is None:
        raise Problem(_("This is no whole PDF, JPEG or PNG. Take a photo of the form."))
    scan = Scan.objects.create(
        student=student, kind=kind, size=len(kept), digest=sha256(kept).hexdigest(),
        content=kept, by_id=by.user_id,
    )  # fmt: skip
    scan.answers.set(answers)
    note(student=student.pk, kind=kind, size=len(kept))
    return scan
