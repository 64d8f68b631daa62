"""Will it last: of each open program its stage, the last look at the thirty questions, and the signs of the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs.fidelity import newest_review, overall
from kithwork.apps.programs.models import Program
from kithwork.apps.programs.policies import visible_programs
from kithwork.apps.programs.queries import sustain_page
from kithwork.apps.programs.sign import Sign
from kithwork.apps.programs.wording import STAGES


@dataclass(frozen=True, slots=True)
class Lasting:
    """One program: a team that meets, students who are heard, and what was said of it last."""

    program: Program
    stage: str
    looked: str
    signs: tuple[Sign, ...]


def lasting(viewer: Viewer) -> Iterator[Lasting]:
    for program in visible_programs(viewer).filter(closed_on__isnull=True).select_related("school"):
        signs = sustain_page(viewer, program).signs
        yield Lasting(program, str(STAGES[program.stage]), _looked(program), signs)


def _looked(program: Program) -> str:
    review = newest_review(program)
    if review is None:
        return _(
            "Nobody has looked at the thirty questions yet. It takes half an hour at a meeting."
        )
    said = overall(review.answers)
    return _("Of the thirty questions about a program, %(yes)s of %(of)s are a yes.") % {
        "yes": said.yes, "of": said.of,
    }  # fmt: skip
