"""What a group says: means of scales and items, hidden where a group is small; without who took permission back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.reflections.models import Asked, Survey, Wave
from kithwork.apps.reflections.policies import ASKERS, visible_surveys
from kithwork.apps.reflections.queries.scores import scores_of
from kithwork.evidence.privacy import GroupValue, suppress_means


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One scale or item, as one voice said it: for each wave the value of each group, safe to show."""

    key: str
    title: str
    voice: str
    is_scale: bool
    waves: Mapping[str, tuple[GroupValue, ...]]

    @property
    def cells(self) -> list[tuple[str, tuple[GroupValue, ...]]]:
        """The same with each wave as it is called."""
        return [(str(Wave.Kind(kind).label), values) for kind, values in self.waves.items()]


def group_lines(viewer: Viewer, survey: Survey) -> list[GroupLine]:
    """The whole list of a survey, also people whose single answers the viewer may not read: only groups are shown."""
    if not visible_surveys(viewer).filter(pk=survey.pk).exists():
        return []
    asked = survey.asks()
    group_of = dict(survey.asked.filter(left_on__isnull=True).values_list("student_id", "group"))
    rows = scores_of(survey, group_of)
    waves = [wave.kind for wave in told_waves(viewer, survey)]
    lines = []
    for voice in asked.voices:
        mine = [row for row in rows if row.voice == voice]
        for scale in asked.scales:
            values = [(row.wave, row.group, row.scales[scale]) for row in mine]
            lines.append(GroupLine(scale, _scale_title(scale), voice, True, _safe(waves, values)))
        for item in asked.items:
            if asked.ways(item).values:
                values = [(row.wave, row.group, row.items[item.id]) for row in mine]
                safe = _safe(waves, values)
                lines.append(GroupLine(item.id, item.asks(voice), voice, False, safe))
    return lines


def told_waves(viewer: Viewer, survey: Survey) -> list[Wave]:
    """The waves whose means this viewer reads.

    Whoever may read no single answer reads a wave once it is over: a mean that moves as one person is done tells on them.
    """
    today = clock.today_for(viewer)
    reads_all = viewer.role in ASKERS or survey.ended_on is not None
    return [one for one in survey.waves.all() if reads_all or one.due_on < today]


def _scale_title(scale: str) -> str:
    return scale.replace("_", " ").capitalize()


def _safe(
    waves: Iterable[str], values: list[tuple[str, str, float | None]]
) -> dict[str, tuple[GroupValue, ...]]:
    found = {}
    for wave in waves:
        groups = {
            group: [value for kind, its, value in values if kind == wave and its == group]
            for group in Asked.Group.values
        }
        asked = {group: mine for group, mine in groups.items() if mine}
        # A time that nobody has answered yet hides nobody.
        is_over = any(value is not None for mine in asked.values() for value in mine)
        found[wave] = suppress_means(asked, whole=False) if is_over else ()
    return found
