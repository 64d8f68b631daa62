"""Extracts: what was asked for, by whom and what for, and the risk report that goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.studies import policies
from kithwork.apps.studies.extract import Risk, codebook, risk_of
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.models import Release, Study


@dataclass(frozen=True, slots=True)
class RiskPage:
    """What an extract would hold, and how well the cases would hide in it."""

    study: Study
    risk: Risk
    codebook: Sequence[tuple[str, str, str]]
    releases: Sequence[Release]


def release_or_404(viewer: Viewer, release_id: int) -> Release:
    rows = policies.visible_releases(viewer).select_related("study__school", "asked_by")
    return first_or_404(rows.filter(pk=release_id))


def releases_page(viewer: Viewer) -> list[Release]:
    rows = policies.visible_releases(viewer)
    return list(rows.select_related("study__school", "asked_by", "decided_by", "taken_by"))


def risk_page(viewer: Viewer, study: Study) -> RiskPage:
    found = gathered(study, viewer)
    risk = risk_of(found)
    rows = policies.visible_releases(viewer).filter(study=study)
    return RiskPage(
        study, risk, codebook(found, risk), list(rows.select_related("asked_by", "taken_by"))
    )
