"""Every way something leaves as a file, by name. What is not on this list does not leave: a house test walks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Carries(StrEnum):
    """What is in it, which decides how it leaves (decision 0065)."""

    RECORDS = "records"  # of students, by number or code: purpose, a line on the trail, the mark, the notice
    GROUPS = "groups"  # what groups or coded cases came to, small groups hidden: the mark
    PAPER = "paper"  # one paper as it was kept or is printed for a hand to hold, for who has it on screen anyway
    NOBODY = "nobody"  # no person in it: a blank list, a practice, a program without people
    FEED = "feed"  # one's own calendar, behind an address of its own that is taken back


@dataclass(frozen=True, slots=True)
class Export:
    """One named export: the module that hands it over, what it is, and the action that writes it down."""

    module: str
    words: str | Promise
    carries: Carries
    verb: str = ""


EXPORTS: tuple[Export, ...] = (
    Export("progress.pages.board", _("points of a student"), Carries.RECORDS, "progress.export"),
    Export(
        "observations.pages.records", _("observations"), Carries.RECORDS, "observation.export"
    ),
    Export(
        "observations.pages.records", _("a file as it came"), Carries.RECORDS,
        "observation.give_source",
    ),
    Export(
        "studies.pages.releases", _("a de-identified extract"), Carries.RECORDS,
        "study.take_release",
    ),
    Export(
        "friendships.pages.circles", _("answers of a class, under codes"), Carries.RECORDS,
        "friendships.take_along",
    ),
    Export("evaluations.pages.evaluation", _("what groups came to"), Carries.GROUPS),
    Export("studies.pages.report", _("the report of a study"), Carries.GROUPS),
    Export("reports.study_report.pages", _("the report of a study, printed"), Carries.GROUPS),
    Export("consents.pages.person", _("a signed permission"), Carries.PAPER),
    Export("reports.week_plan.pages", _("the plan of a week"), Carries.PAPER),
    Export("reports.certificate.pages", _("a student's certificates"), Carries.PAPER),
    Export("reports.session_sheets.pages", _("cards and sheets for a session"), Carries.PAPER),
    Export("programs.pages.copying", _("a program, without people"), Carries.NOBODY),
    Export("integrations.pages.import_roster", _("a blank roster"), Carries.NOBODY),
    Export("integrations.pages.program", _("a blank list"), Carries.NOBODY),
    Export("practices.pages.files", _("practices and word lists"), Carries.NOBODY),
    Export("integrations.pages.feeds", _("one's own calendar"), Carries.FEED),
)  # fmt: skip


def of_records() -> Iterator[Export]:
    """Those that carry students' records: each has an action that writes it down."""
    return (one for one in EXPORTS if one.carries == Carries.RECORDS)


def verbs() -> frozenset[str]:
    return frozenset(one.verb for one in of_records())
