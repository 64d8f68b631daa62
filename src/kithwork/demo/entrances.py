"""Keys for two classes of the middle school, so that a visitor can sign in as a student does.

No device is made up: a visitor sets their own browser up, as a teacher would.
"""

from __future__ import annotations

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.entrances import keys
from kithwork.apps.entrances.actions import give_badges
from kithwork.apps.entrances.models import PictureKey
from kithwork.apps.entrances.policies import class_list
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Section
from kithwork.apps.people.policies import visible_sections
from kithwork.demo.plan import HARLOW

CLASSES = 2


def give_keys() -> list[Section]:
    """The first two classes of the first teacher on the list."""
    held = (
        Membership.objects.filter(role=Role.GENERAL_EDUCATOR.value, school__name=HARLOW.name)
        .select_related("school", "district", "user")
        .order_by("pk")[0]
    )
    teacher = viewer_of(held, held.user)
    classes = list(visible_sections(teacher).order_by("title", "pk")[:CLASSES])
    for section in classes:
        give_badges(section, by=teacher)
        _same_pictures(section, teacher)
    return classes


def _same_pictures(section: Section, teacher: Viewer) -> None:
    """The same four for everybody of a class, hashed once: a demo is made in seconds."""
    kept, now = keys.keep_pictures(keys.DEMO_PICTURES), clock.now()
    without = class_list(section, clock.today_for(teacher)).exclude(
        pk__in=PictureKey.objects.filter(ended_at=None).values("student_id")
    )
    PictureKey.objects.bulk_create(
        PictureKey(student=one, kept=kept, made_at=now, made_by_id=teacher.user_id)
        for one in without
    )
