"""One record by itself: what it says, where it came from; and which records of a plan stand open."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.exported import NAMES
from kithwork.apps.observations.letter import Letter, read_letter
from kithwork.apps.observations.models import Observation, ObservationPlan, SourceFile, Value
from kithwork.apps.observations.policies import may_arrange, visible_observations
from kithwork.apps.observations.policies_records import may_have_source, open_observations
from kithwork.apps.observations.queries.watch import _named, in_force

MOST_RECENT = 20


@dataclass(frozen=True, slots=True)
class Origin:
    """That a record was brought in: from which program, by whom, and what of the file was taken for which pad."""

    program: str
    by: str
    observation: str
    sha256: str
    may_have_file: bool


@dataclass(frozen=True, slots=True)
class RecordPage:
    observation: Observation
    values: list[tuple[str, Value]]
    origin: Origin | None
    is_replaced: bool
    may_arrange: bool


def record_or_404(viewer: Viewer, observation_id: int) -> Observation:
    """A record that stands open to this viewer."""
    found = open_observations(viewer, _rows(viewer).filter(pk=observation_id))
    if not found:
        raise Http404
    return found[0]


def record_page(viewer: Viewer, observation: Observation) -> RecordPage:
    values = list(Value.objects.filter(observation=observation))
    later = Observation.objects.filter(corrects=observation.envelope.letter)
    return RecordPage(
        observation,
        _named(observation, values),
        _origin(viewer, observation),
        later.exists(),
        bool(may_arrange(viewer)),
    )


def _origin(viewer: Viewer, observation: Observation) -> Origin | None:
    letter = read_letter(observation.envelope.text)
    if not isinstance(letter, Letter) or letter.source is None:
        return None
    source = letter.source
    return Origin(
        NAMES[source.program],
        observation.envelope.by.name,
        source.observation,
        source.sha256,
        bool(may_have_source(viewer, observation)),
    )


def open_records_of(viewer: Viewer, plan: ObservationPlan) -> list[Observation]:
    """What can be taken along of a plan: usable, in force, and open to this viewer."""
    rows = in_force(list(_rows(viewer).filter(watch__plan=plan).order_by("watch__on", "pk")))
    return open_observations(viewer, [one for one in rows if one.is_usable])


def recently_brought_in(viewer: Viewer) -> list[Observation]:
    """The latest records that came from other programs, newest first."""
    rows = _rows(viewer).exclude(imported_from="").order_by("-pk")[:MOST_RECENT]
    return open_observations(viewer, rows)


def source_of(viewer: Viewer, observation: Observation) -> SourceFile | None:
    """The file a record was made of."""
    origin = _origin(viewer, observation)
    if origin is None:
        return None
    return SourceFile.objects.filter(school_id=viewer.school_id, sha256=origin.sha256).first()


def _rows(viewer: Viewer):  # type: ignore[no-untyped-def]
    return visible_observations(viewer).select_related(
        "watch__plan", "student", "instrument", "by", "envelope__by"
    )
