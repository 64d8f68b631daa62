"""What stands on the paper of a study's report; the numbers are those of the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithwork.apps.studies.queries.report import ReportPage
from kithwork.apps.studies.report_made import Effect

RATINGS = {
    "without_reservations": gettext_lazy("Meets the table without reservations."),
    "with_reservations": gettext_lazy("Meets the table with reservations."),
    "does_not_meet": gettext_lazy("Does not meet the table."),
}


def page_of(page: ReportPage, *, product: str, foot: str) -> dict[str, Any]:
    """Everything as text: the template lays it out and knows no rule."""
    report = page.report
    figure = report.figure
    return {
        "title": _("Report: {title}").format(title=report.study.title),
        "product": product,
        "foot": foot,
        "lead": [report.study.get_design_display(), *filter(None, [report.study.question])],
        "claim": report.may_claim,
        "outcome": report.outcome.name,
        "svg": figure.svg(paper=True) if figure else "",
        "alt": figure.sentence if figure else "",
        "heads": {
            "effects": _("Effect sizes, with 95 % intervals"), "between": _("Over all cases"),
            "chance": _("What chance could have done"), "reading": _("Masked second reading"),
            "design": _("Design"), "cautions": _("What the numbers do not say"),
            "again": _("To check it again"), "data": _("The figure as a table"),
        },
        "columns": [_("Case"), _("Index"), _("Value"), _("Interval"), _("Sessions")],
        "effects": [_row(one) for one in report.shown],
        "between": _between(page),
        "chance": _chance(page),
        "reading": _reading(page),
        "design": [_design(one) for one in report.decisions],
        "cautions": [[one.name, f"{one.says} {one.caution}"] for one in report.cautions],
        "notes": list(report.notes),
        "again": _again(page),
        "data_columns": list(figure.columns) if figure else [],
        "data": [[_plain(cell) for cell in row] for row in figure.rows] if figure else [],
    }  # fmt: skip


def _row(one: Effect) -> list[str]:
    found = one.estimate
    case = one.case if one.pair == 1 else f"{one.case} ({one.pair})"
    value = _number(found.value) if found.value is not None else one.why
    ends = (
        _("{low} to {high}").format(low=_number(found.ci[0]), high=_number(found.ci[1]))
        if found.ci
        else _("none")
    )
    return [case, one.card.name, value, ends, f"{found.n_a} + {found.n_b}"]


def _between(page: ReportPage) -> list[str]:
    found = page.report.between
    if found is None:
        return []
    if found.value is None:
        return [found.why]
    said = _("Between-case standardised mean difference: {g}").format(g=_number(found.value))
    if found.ci:
        said += f" ({_number(found.ci[0])} – {_number(found.ci[1])})"
    return [said + ".", *found.warnings]


def _chance(page: ReportPage) -> list[str]:
    test = page.report.test
    if test.why_not or test.found is None:
        return [test.why_not]
    return [
        _(
            "{n} of {all} assignments that chance could have drawn give a difference as large as this one,"
            " or larger: p = {p}."
        ).format(n=test.found.count_ge, all=test.found.assignments, p=f"{test.found.p:.4f}"),
        _("The smallest it could have been: {p}.").format(p=f"{test.found.smallest_p:.4f}"),
    ]


def _reading(page: ReportPage) -> list[str]:
    if page.reading is None:
        return []
    said = [
        _("The readers named the same place, within one session, in {n} of {all} graphs.").format(
            n=page.reading.agreed, all=len(page.reading.lines)
        )
    ]
    for number, (right, p) in enumerate(
        zip(page.reading.right, page.reading.p, strict=True), start=1
    ):
        named = (
            _("named the order in which the cases started.")
            if right
            else _("did not name the order in which the cases started.")
        )
        said.append(
            f"{_('Reader {n}').format(n=number)}: {named}" + (f" p = {p}." if p is not None else "")
        )
    return said


def _design(one: Any) -> dict[str, Any]:
    return {
        "of": one.study,
        "said": str(RATINGS[one.rating]),
        "lines": [*(f"{failing.code}: {failing.sentence}" for failing in one.failing), *one.notes],
        "label": one.label,
    }


def _again(page: ReportPage) -> list[list[str]]:
    report = page.report
    lines = [
        [_("Mark of the inputs"), report.inputs_sha256],
        [_("Table of the design"), report.versions["ruleset"]],
        [_("Library"), f"Kithwork {report.versions['kithwork']}"],
    ]
    for one in report.seals:
        kept = (
            _("what is kept fits the mark")
            if one.holds
            else _("what is kept does not fit the mark: it was changed")
        )
        lines.append([one.kind, f"{one.at}; {kept}. {one.said}"])
        lines.append([_("Mark and salt"), f"{one.commitment} {one.salt}"])
    if not report.seals:
        lines.append([_("Seals"), _("Nothing was sealed before the data.")])
    return lines


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _plain(cell: Any) -> str:
    if cell is None:
        return _("no data")
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
