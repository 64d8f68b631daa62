"""Everything about a program that is read from the top or printed, on its shelves. Each has its page and its rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kithwork.apps.evaluations.policies import visible_evaluations
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs.policies import visible_programs
from kithwork.apps.reflections.policies import visible_surveys
from kithwork.apps.studies.policies import visible_studies


@dataclass(frozen=True, slots=True)
class Report:
    """One report: what it is called, what it says in a line, and where."""

    title: str
    says: str
    url: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Reports of one kind; where there is none, how one comes to be."""

    title: str
    icon: str
    reports: tuple[Report, ...]
    empty: str = ""


def shelves(viewer: Viewer) -> tuple[Shelf, ...]:
    """What the viewer may open, on five shelves."""
    return (
        Shelf(_("The program"), "layers", tuple(_program(viewer))),
        Shelf(
            _("What students and adults say"), "message-square-quote", tuple(_voices(viewer)),
            _("No questions were asked of a group yet. The coordinator plans them under Voices."),
        ),
        Shelf(
            _("What groups came to"), "scale", tuple(_groups(viewer)),
            _("No groups were compared yet. The coordinator sets that up under Evaluations."),
        ),
        Shelf(
            _("Studies"), "chart-line", tuple(_studies(viewer)),
            _("No study has anything to report yet. The coordinator starts one under Studies."),
        ),
        Shelf(_("Who did what"), "scroll-text", (_trail(),)),
    )  # fmt: skip


def _program(viewer: Viewer) -> Iterator[Report]:
    yield Report(
        _("How the program goes"), _("The last four weeks. Prints."), reverse("home:how_it_goes")
    )
    yield Report(_("Quality"), _("Is it good, and will it last? Prints."), reverse("home:quality"))
    yield Report(
        _("The week on paper"),
        _("Who is with whom, for rooms, teachers and students. Prints."),
        reverse("reports:week_plan"),
    )
    for one in visible_programs(viewer).filter(closed_on__isnull=True):
        yield Report(
            one.name,
            _("What was decided, on paper."),
            reverse("programs:definition", args=[one.pk]),
        )


def _voices(viewer: Viewer) -> Iterator[Report]:
    for one in visible_surveys(viewer).order_by("-pk"):
        yield Report(
            one.title, _("By group; small groups are hidden."),
            reverse("reflections:group_results", args=[one.pk]),
        )  # fmt: skip


def _groups(viewer: Viewer) -> Iterator[Report]:
    for one in visible_evaluations(viewer).order_by("-pk"):
        yield Report(
            one.title, _("Beside a group to compare it with."),
            reverse("evaluations:evaluation", args=[one.pk]),
        )  # fmt: skip


def _studies(viewer: Viewer) -> Iterator[Report]:
    """Those with something that is measured; what is lacking stands in the report itself."""
    for one in visible_studies(viewer).filter(outcomes__isnull=False).distinct():
        yield Report(
            one.title, f"{one.design_words}.", reverse("studies:report", args=[one.pk])
        )  # fmt: skip


def _trail() -> Report:
    return Report(
        _("The trail"),
        _("Who changed, opened or took along what, and when."),
        reverse("trail:trail"),
    )
