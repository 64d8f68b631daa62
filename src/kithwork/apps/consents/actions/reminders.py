"""Families who have not answered are reminded a few times and then left alone; who gave a yes hears when it ends.

Only a guardian with an account is written to. For the others the coordinator prints the letter again: the board
says who has been quiet.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.consents.models import Answer, Ask, EndTold, Permit, Purpose
from kithwork.apps.consents.texts import day_words, language_of, words
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.notices.actions import leave_notices
from kithwork.apps.notices.models import Notice
from kithwork.apps.people.models import Guardianship
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import limits
from kithwork.apps.trail.actions import action, note

ENDS = "consent.ends"


def remind_families() -> None:
    """A duty of the engine. Safe to run twice: a reminder is counted in the step that sends it."""
    for school in School.objects.order_by("pk"):
        if _waiting(school):
            _remind(school, by=Viewer.command(school_id=school.pk))


@action("consent.remind_families")
def _remind(school: School, *, by: Viewer) -> School:
    ids = [ask.pk for ask in _waiting(school)]
    rows = Ask.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    asks = [ask for ask in rows.select_related("guardian__user") if _is_time(ask, school)]
    rows.filter(pk__in=[ask.pk for ask in asks]).update(
        reminded_at=clock.now(), reminders=F("reminders") + 1
    )
    url = reverse("consents:mine")
    notices = []
    # One word to a guardian, whatever the number of children and questions.
    for ask in {one.guardian.user_id: one for one in asks if one.guardian}.values():
        said = words(ask.language)["remind"]
        title, text = said["title"], said["text"].format(school=school.name)
        user = ask.guardian.user if ask.guardian else None
        if user is not None:
            notices.append(_notice(school, user, "consent.remind", title, text, url))
    _send(school, notices, by)
    note(asks=len(asks), guardians=len(notices))
    return school


def _waiting(school: School) -> list[Ask]:
    """Links that are out, of guardians with an account, who said nothing for as long as the school waits."""
    today = clock.today(school.timezone)
    rows = Ask.objects.filter(
        school=school, closed_at__isnull=True, answered_at__isnull=True, until__gte=today,
        student__closed_on__isnull=True, guardian__user__isnull=False,
    )  # fmt: skip
    held = Guardianship.objects.filter(is_active=True, is_blocked=False, closed_on__isnull=True)
    own = set(held.filter(student__school=school).values_list("guardian_id", "student_id"))
    return [
        ask
        for ask in rows.select_related("guardian__user")
        if (ask.guardian_id, ask.student_id) in own and _is_time(ask, school)
    ]


def _is_time(ask: Ask, school: School) -> bool:
    held_to = limits(school)
    since = ask.reminded_at or ask.made_at
    is_late = clock.now() - since >= timedelta(days=held_to.remind_families_days)
    return is_late and ask.reminders < held_to.remind_families_most and not _has_answered(ask)


def _has_answered(ask: Ask) -> bool:
    """The same questions were answered another way since: on paper, by phone, signed in."""
    rows = Answer.objects.filter(
        student_id=ask.student_id, voice=Answer.Voice.GUARDIAN, at__gte=ask.made_at,
        taken_back_by__isnull=True,
    ).exclude(said=Answer.Said.NOT_SO)  # fmt: skip
    same = rows.filter(guardian_id__in=[ask.guardian_id]) | rows.filter(guardian=None)
    return set(ask.purposes) <= set(same.values_list("purpose", flat=True))


def warn_of_ends() -> None:
    """A duty of the engine: once before each permission to take part ends. Safe to run twice."""
    for school in School.objects.order_by("pk"):
        ending = _ending(school)
        if ending:
            _warn(school, ending, by=Viewer.command(school_id=school.pk))


@action("consent.warn_of_ends")
def _warn(school: School, ending: dict[int, date], *, by: Viewer) -> School:
    told = [
        EndTold(student_id=student, purpose=Purpose.TAKE_PART, until=until)
        for student, until in ending.items()
    ]
    # A second engine at the same moment stops here, and its notices with it.
    EndTold.objects.bulk_create(told)
    notices = [*_to_families(school, ending), *_to_coordinators(school, ending)]
    _send(school, notices, by)
    note(students=len(ending), notices=len(notices))
    return school


def _ending(school: School) -> dict[int, date]:
    """Student id -> the last day, of permissions to take part that end soon and were not told of."""
    today = clock.today(school.timezone)
    soon = today + timedelta(days=limits(school).permission_ends_days)
    told = EndTold.objects.filter(
        student=OuterRef("student"), purpose=OuterRef("purpose"), until=OuterRef("until")
    )
    rows = Permit.objects.filter(
        ~Exists(told), student__school=school, student__closed_on__isnull=True,
        purpose=Purpose.TAKE_PART, until__range=(today, soon),
    )  # fmt: skip
    return dict(rows.values_list("student_id", "until"))


def _to_families(school: School, ending: dict[int, date]) -> Iterable[Notice]:
    rows = Guardianship.objects.filter(
        student__in=ending, is_active=True, is_blocked=False, closed_on__isnull=True,
        guardian__user__isnull=False,
    ).select_related("guardian__user", "student")  # fmt: skip
    for row in {one.guardian.user_id: one for one in rows}.values():
        language = language_of(row.student.languages)
        said = words(language)["remind"]
        text = said["ends_text"].format(
            school=school.name, until=day_words(ending[row.student_id], language)
        )
        url = reverse("consents:mine")
        if row.guardian.user is not None:
            yield _notice(school, row.guardian.user, ENDS, said["ends_title"], text, url)


def _to_coordinators(school: School, ending: dict[int, date]) -> Iterable[Notice]:
    today = clock.today(school.timezone)
    users = User.objects.filter(
        pk__in=Membership.objects.filter(school=school, role=Role.COORDINATOR)
        .exclude(until_on__lt=today)
        .values("user_id")
    )
    n, first = len(ending), min(ending.values())
    title = ngettext("%(n)s permission ends soon", "%(n)s permissions end soon", n) % {"n": n}
    text = _("The first on %(day)s. Ask those families again.") % {"day": day_words(first, "en")}
    url = reverse("consents:permissions") + "?only=soon"
    for user in users.order_by("pk"):
        yield _notice(school, user, ENDS, title, text, url)


def _notice(school: School, user: User, kind: str, title: str, text: str, url: str) -> Notice:
    return Notice(school_id=school.pk, to=user, kind=kind, title=title, text=text, url=url)


def _send(school: School, notices: list[Notice], by: Viewer) -> None:
    """A notice, and a mail with the same words once all is kept. Neither names a child."""
    if not notices:
        return
    leave_notices(notices, by=by)
    mails = [(one.title, _with_link(school, one), one.to.email) for one in notices if one.to.email]
    transaction.on_commit(lambda: _mail(mails))


def _with_link(school: School, notice: Notice) -> str:
    """The page asks for the account first: a link in a mail opens nothing by itself."""
    return f"{notice.text}\n\n{school.site}{notice.url}" if school.site else notice.text


def _mail(mails: list[tuple[str, str, str]]) -> None:
    for title, text, address in mails:
        # A mail server that is away must not undo what was kept; the notice is there all the same.
        send_mail(title, text, settings.DEFAULT_FROM_EMAIL, [address], fail_silently=True)
