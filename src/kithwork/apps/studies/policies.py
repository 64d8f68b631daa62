"""Who sees a study, who runs it, who reads it masked, and who lets an extract out."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import STUDENTS_AND_FAMILIES, Role, Viewer
from kithwork.apps.people.policies import NOBODY
from kithwork.apps.studies.models import Reading, Release, Study

# Roles in which a school's studies are open as a whole. Others see one only by reading it masked.
OF_THE_SCHOOL = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})
STARTERS = frozenset({Role.COORDINATOR, Role.RESEARCHER})
# Who may be asked to read masked: adults to whom the study itself is not open.
READERS = frozenset({
    Role.GENERAL_EDUCATOR, Role.PARAPROFESSIONAL, Role.RELATED_SERVICE_PROVIDER,
    Role.PLANNING_TEAM, Role.RESEARCHER,
})  # fmt: skip


def visible_studies(viewer: Viewer) -> QuerySet[Study]:
    """A school's to those who run it; to a researcher their own and those opened to them."""
    studies = Study.objects.filter(district_id=viewer.district_id or NOBODY)
    if viewer.role in OF_THE_SCHOOL:
        found = studies.filter(school_id=viewer.school_id or NOBODY)
    elif viewer.role == Role.RESEARCHER:
        opened = Q(openings__user_id=viewer.user_id, openings__ended_at__isnull=True)
        own = Q(school__isnull=True, made_by_id=viewer.user_id)
        found = studies.filter(pk__in=studies.filter(own | opened).values("pk"))
    else:
        return studies.none()
    return found.exclude(pk__in=_read_masked_by(viewer))


def _read_masked_by(viewer: Viewer) -> QuerySet[Reading]:
    """Studies this person reads masked, while the key is not open: whatever their role, not a page of them."""
    rows = Reading.objects.filter(reader_id=viewer.user_id or NOBODY, round__opened_at__isnull=True)
    return rows.values("round__study_id")  # type: ignore[return-value]


def own_readings(viewer: Viewer) -> QuerySet[Reading]:
    """What this person was asked to read masked, in whichever role they look."""
    return Reading.objects.filter(
        reader_id=viewer.user_id or NOBODY, round__study__district_id=viewer.district_id or NOBODY
    )


def visible_releases(viewer: Viewer) -> QuerySet[Release]:
    """All of a district to whoever decides there; those of their studies to others."""
    if viewer.role == Role.DISTRICT_ADMINISTRATOR:
        return Release.objects.filter(study__district_id=viewer.district_id or NOBODY)
    return Release.objects.filter(study__in=visible_studies(viewer))


def may_open_studies(viewer: Viewer) -> Verdict:
    if viewer.role in OF_THE_SCHOOL | {Role.RESEARCHER, Role.DISTRICT_ADMINISTRATOR}:
        return YES
    return no(
        _(
            "Studies are open to those who run them. Ask the coordinator what you would like to know."
        )
    )


def may_open_readings(viewer: Viewer) -> Verdict:
    """Graphs are read by adults who work here or are asked to; whoever was not asked finds none."""
    if viewer.role in STUDENTS_AND_FAMILIES:
        return no(_("Graphs of studies are read by adults. You have nothing to do here."))
    return YES


def may_start_study(viewer: Viewer) -> Verdict:
    if viewer.role in STARTERS and viewer.user_id is not None:
        return YES
    return no(_("The coordinator or a researcher starts a study. Ask one of them."))


def may_run_study(viewer: Viewer, study: Study) -> Verdict:
    """Change it, bring data in, seal, lay out readings: the coordinator, or the researcher whose own it is."""
    if not visible_studies(viewer).filter(pk=study.pk).exists():
        return no(_("This study is not open to you."))
    if study.school_id is None and study.made_by_id == viewer.user_id:
        return YES
    if viewer.role == Role.COORDINATOR and study.school_id == viewer.school_id:
        return YES
    return no(_("Those who run this study change it. You may look at it."))


def may_follow_in(viewer: Viewer, study: Study) -> Verdict:
    """Make a measure a case of a study, and see which code is whose: whoever runs a study of a school."""
    if not (verdict := may_run_study(viewer, study)):
        return verdict
    if study.school_id is None:
        return no(_("This study is outside any school's records. Bring its data in as a file."))
    return YES


def may_read_masked(viewer: Viewer, reading: Reading) -> Verdict:
    if reading.reader_id == viewer.user_id and viewer.user_id is not None:
        return YES
    return no(_("This reading is somebody else's."))


def may_ask_release(viewer: Viewer, study: Study) -> Verdict:
    """Whoever the study is open to may ask; the district says yes or no."""
    if visible_studies(viewer).filter(pk=study.pk).exists():
        return YES
    return no(_("This study is not open to you."))


def may_decide_release(viewer: Viewer, release: Release) -> Verdict:
    study = release.study
    if viewer.role == Role.DISTRICT_ADMINISTRATOR and study.district_id == viewer.district_id:
        return YES
    return no(_("The district decides about extracts. You will find its answer here."))
