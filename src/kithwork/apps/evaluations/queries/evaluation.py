"""The list of evaluations, and one with its result as this viewer may see it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from kithwork.apps.evaluations import policies
from kithwork.apps.evaluations.compared import COMPARISON, TREATMENT, Row, cautions, rows_of
from kithwork.apps.evaluations.gathered import gathered
from kithwork.apps.evaluations.models import Evaluation
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.small_groups import people_in_words
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.reflections.policies import visible_surveys

VOICES = {
    "student": gettext_lazy("students' own answers"),
    "adult": gettext_lazy("what adults said"),
}


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    evaluation: Evaluation
    rows: tuple[Row, ...]
    cautions: tuple[str, ...]
    # How many are in each group, and how many took permission back; as words, since a small number is not told.
    treatment: str
    comparison: str
    out: str
    has_middle: bool
    hides: bool

    @property
    def has_later(self) -> bool:
        """Whether anything was answered after the start; until then there is nothing to compare."""
        return any(row.middle or row.end for row in self.rows)


def evaluations_list(viewer: Viewer) -> list[Evaluation]:
    return list(policies.visible_evaluations(viewer).select_related("survey"))


def evaluation_or_404(viewer: Viewer, evaluation_id: int) -> Evaluation:
    rows = policies.visible_evaluations(viewer).select_related("survey__school", "school")
    return first_or_404(rows.filter(pk=evaluation_id))


def evaluation_page(
    viewer: Viewer, evaluation: Evaluation, *, for_file: bool = False
) -> EvaluationPage:
    """A file leaves the house, so it hides small groups from whoever takes it."""
    hides = for_file or not policies.sees_small_groups(viewer)
    given = gathered(evaluation)
    rows = rows_of(
        given, whole_classes=evaluation.whole_classes, domain=evaluation.domain, hides=hides
    )
    said = cautions(
        given, rows, by_chance=evaluation.assigned == Evaluation.Assigned.CHANCE,
        whole_classes=evaluation.whole_classes,
    )  # fmt: skip
    sizes = [sum(one.group == name for one in given.people) for name in (TREATMENT, COMPARISON)]
    treatment, comparison, out = (people_in_words(n, hides=hides) for n in (*sizes, given.out))
    return EvaluationPage(
        evaluation, tuple(rows), tuple(said), treatment, comparison, out, given.has_middle, hides
    )


def surveys_to_choose(viewer: Viewer) -> list[tuple[str, str]]:
    """Each survey of the viewer with each voice it asks."""
    found = []
    for survey in visible_surveys(viewer):
        asked = survey.asks()
        for voice in asked.voices:
            found.append(
                (f"{survey.pk}:{voice}", f"{survey.title}, {asked.short}: {VOICES[voice]}")
            )
    return found
