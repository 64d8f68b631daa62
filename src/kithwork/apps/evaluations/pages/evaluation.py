"""Evaluations: the list, setting one up, and what it came to."""

from __future__ import annotations

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.accounts.taken_along import mark
from kithwork.apps.evaluations import actions, policies, queries
from kithwork.apps.evaluations.forms import SurveyForm
from kithwork.apps.evaluations.interval import drawn
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.reflections.queries import survey_or_404
from kithwork.apps.ui.toasts import toast


@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    require(policies.may_open(request.viewer))
    page = {
        "rows": queries.evaluations_list(request.viewer),
        "may_set_up": policies.may_set_up(request.viewer),
    }
    return render(request, "evaluations/evaluations.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """A survey of ours becomes a comparison."""
    viewer = request.viewer
    require(policies.may_set_up(viewer))
    form = SurveyForm(request.POST or None, surveys=queries.surveys_to_choose(viewer))
    if request.method == "POST" and form.is_valid():
        pk, _colon, voice = form.cleaned_data["survey"].partition(":")
        try:
            made = actions.set_up_from_survey(
                form.frame(), survey_or_404(viewer, int(pk)), voice, by=viewer
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("The comparison is set up."))
            return redirect("evaluations:evaluation", made.pk)
    status = 422 if form.errors else 200
    return render(request, "evaluations/compare.html", {"form": form}, status=status)


@require_safe
def evaluation(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """One row for each scale and item, with the sentence that the design can carry."""
    found = queries.evaluation_or_404(request.viewer, evaluation_id)
    page = queries.evaluation_page(request.viewer, found)
    lines, edge = drawn(page)
    shown = {"page": page, "lines": lines, "edge": edge}
    return render(request, "evaluations/evaluation.html", shown)


@require_safe
def evaluation_file(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The result as a table to take along; small groups are hidden from everybody here."""
    found = queries.evaluation_or_404(request.viewer, evaluation_id)
    page = queries.evaluation_page(request.viewer, found, for_file=True)
    copy = mark(request.viewer)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="evaluation-{found.pk}.csv"'
    table = csv.writer(answer)
    table.writerow([
        "scale", "item", "wave", "difference_sd", "low", "high", "adjusted_p", "n_treatment", "n_comparison",
        "before_treatment", "before_comparison", "after_treatment", "after_comparison", "baseline", "sentence",
        "taken_along",
    ])  # fmt: skip
    for row in page.rows:
        for wave, cell in (("middle", row.middle), ("end", row.end)):
            if cell is not None:
                table.writerow([*map(_plain, row.key), wave, *map(_plain, [*_cells(cell), copy])])
    return answer


def _cells(cell) -> list[object]:  # type: ignore[no-untyped-def]
    if not cell.is_safe:
        return [*[""] * 11, _("Hidden: a group is small, or all of it said the same.")]
    effect, means = cell.item.effect, cell.means
    return [
        effect.value, *(effect.ci or ("", "")), cell.item.adjusted_p, effect.n_t, effect.n_c,
        *((*means.before, *means.after) if means else [""] * 4),
        effect.details.get("equivalence"), cell.item.sentence,
    ]  # fmt: skip


def _plain(value: object) -> object:
    """Words of a file that a spreadsheet would take for a formula are marked as words."""
    return "'" + value if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


urls = [
    path("", evaluations, name="evaluations"),
    path("compare/", compare, name="compare"),
    path("<int:evaluation_id>/", evaluation, name="evaluation"),
    path("<int:evaluation_id>/result.csv", evaluation_file, name="evaluation_file"),
]
