"""Signed forms as files, and families who are reminded a few times and then left alone."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kithwork.apps.consents import actions
from kithwork.apps.consents.actions import FamilyAnswer
from kithwork.apps.consents.actions.scan import kind_of
from kithwork.apps.consents.models import Answer, Ask, EndTold, Permit, Scan
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.notices.models import Notice
from kithwork.apps.people.models import Guardianship
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF"
    + b"\x00" * 10
    + b"\xff\xda\x00\x02"
    + b"\x00" * 40
    + b"\xff\xd9"
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40 + b"IEND\xaeB`\x82"
PLACE = b"\xff\xe1\x00\x0cExif GPS 1"


def days_later(n: int):
    at = f"{(MONDAY + timedelta(days=n)).isoformat()}T14:30:00+00:00"
    return time_machine.travel(at, tick=False)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"), (JPEG, "image/jpeg"), (PNG, "image/png"),
        (b"<html><script>1</script>%PDF-%%EOF", None), (b"MZ\x90\x00", None), (b"", None),
        (PDF[:20], None), (JPEG[:-2], None), (b"GIF89a" + b"\xff\xd9", None),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_content(content, kind):
    assert kind_of(content) == kind


@pytest.fixture
def paper(cast) -> Answer:
    given = FamilyAnswer({"photo": "yes"}, "paper", signer="Marta Okafor", kept_at="Office")
    (line,) = actions.write_down(cast.ada, given, by=cast.rosa)
    return line


def test_a_photo_of_the_form_comes_with_the_answer(cast, client_for):
    rosa = client_for(cast.rosa)
    said = {
        "photo": "yes", "survey": "no", "how": "paper", "signer": "Marta Okafor", "said_on": MONDAY,
        "guardian": "", "language": "en",
        "scan": SimpleUploadedFile("form.exe", JPEG[:2] + PLACE + JPEG[2:], content_type="text/html"),
    }  # fmt: skip
    assert rosa.post(reverse("consents:write_down", args=[cast.ada.pk]), said).status_code == 302
    scan = Scan.objects.get()
    assert (scan.kind, scan.answers.count()) == ("image/jpeg", 2)
    page = rosa.get(reverse("consents:person", args=[cast.ada.pk])).text
    assert "The paper" in page
    answer = rosa.get(reverse("consents:scan", args=[scan.pk]))
    assert answer.content == JPEG
    assert (scan.size, scan.digest) == (len(JPEG), sha256(JPEG).hexdigest())
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_none_keeps_nothing_of_the_answer(cast, client_for):
    rosa, before = client_for(cast.rosa), Answer.objects.count()
    said = {
        "photo": "yes", "how": "paper", "signer": "Marta Okafor", "said_on": MONDAY, "guardian": "",
        "language": "en", "scan": SimpleUploadedFile("form.pdf", b"<html></html>"),
    }  # fmt: skip
    page = rosa.post(reverse("consents:write_down", args=[cast.ada.pk]), said)
    assert "no whole PDF, JPEG or PNG" in page.text
    assert (Answer.objects.count(), Scan.objects.count()) == (before, 0)


def test_who_keeps_a_paper_and_who_opens_it(cast, paper, client_for):
    for viewer in (cast.pia, cast.tomas, cast.marta, cast.zed):
        with pytest.raises(Refused):
            actions.keep_scan([paper], PDF, by=viewer)
    scan = actions.keep_scan([paper], PDF, by=cast.rosa)
    door = reverse("consents:scan", args=[scan.pk])
    assert client_for(cast.pia).get(door).status_code == 200
    for viewer in (cast.tomas, cast.ines, cast.tess, cast.marta, cast.ada_viewer, cast.zed):
        assert client_for(viewer).get(door).status_code == 404


def test_a_paper_added_later_and_what_is_not_taken(cast, paper, client_for):
    rosa = client_for(cast.rosa)
    door = reverse("consents:add_scan", args=[paper.pk])
    assert "Add the paper" in rosa.get(door).text
    assert rosa.post(door, {"scan": SimpleUploadedFile("a.pdf", PDF)}).status_code == 302
    cast.school.limits = {"scan_megabytes": 1}
    cast.school.save()
    paper.student.school.refresh_from_db()
    large = PDF[:9] + b"x" * (1024 * 1024) + b"%%EOF"
    with pytest.raises(Problem, match="larger than 1 MB"):
        actions.keep_scan([paper], large, by=cast.rosa)
    online = Answer.objects.filter(student=cast.ada, how="asked").first()
    with pytest.raises(Problem, match="on paper"):
        actions.keep_scan([online], PDF, by=cast.rosa)
    with pytest.raises(Problem, match="choose an answer"):
        actions.keep_scan([], PDF, by=cast.rosa)


# ---------------------------------------------------------------- reminders


@pytest.fixture
def ask(cast) -> Ask:
    (one,) = actions.ask_families([cast.ada], purposes=["photo"], by=cast.rosa)
    return one


def remind(n: int, captured) -> None:
    with days_later(n), captured(execute=True):
        actions.remind_families()
        actions.remind_families()


def test_a_family_is_reminded_each_week_three_times_at_most(
    cast, ask, django_capture_on_commit_callbacks
):
    for day, count in ((6, 0), (7, 1), (10, 1), (14, 2), (21, 3), (28, 3), (90, 3)):
        remind(day, django_capture_on_commit_callbacks)
        assert Notice.objects.filter(kind="consent.remind").count() == count
        assert len(mail.outbox) == count
    ask.refresh_from_db()
    assert ask.reminders == 3
    sent = mail.outbox[0]
    assert sent.to == ["marta@school.test"]
    assert "Ada" not in sent.subject + sent.body
    assert "Yes and no are both fine." in sent.body


@pytest.mark.parametrize("how", ["link", "paper", "closed", "blocked", "left"])
def test_it_stops_with_the_answer_however_it_came(
    cast, ask, how, django_capture_on_commit_callbacks
):
    if how == "link":
        actions.answer_by_link(ask, {"photo": "no"}, signer="", language="en", by=cast.marta)
    elif how == "paper":
        given = FamilyAnswer({"photo": "no"}, "paper", signer="Marta Okafor", kept_at="Office")
        actions.write_down(cast.ada, given, by=cast.rosa)
    elif how == "closed":
        actions.close_ask(ask, by=cast.rosa)
    elif how == "blocked":
        Guardianship.objects.filter(student=cast.ada).update(is_blocked=True)
    else:
        type(cast.ada).objects.filter(pk=cast.ada.pk).update(closed_on=MONDAY)
    remind(8, django_capture_on_commit_callbacks)
    assert mail.outbox == []


def test_a_school_may_turn_it_off_or_wait_longer(cast, ask, django_capture_on_commit_callbacks):
    cast.school.limits = {"remind_families_days": 30}
    cast.school.save()
    remind(20, django_capture_on_commit_callbacks)
    assert mail.outbox == []
    cast.school.limits = {"remind_families_most": 0}
    cast.school.save()
    remind(40, django_capture_on_commit_callbacks)
    assert mail.outbox == []


def test_before_a_permission_ends_family_and_coordinator_hear_once(
    cast, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.warn_of_ends()
    assert not Notice.objects.filter(kind="consent.ends").exists()
    Permit.objects.filter(student=cast.ada).update(until=date(2026, 11, 25))
    with django_capture_on_commit_callbacks(execute=True):
        actions.warn_of_ends()
        actions.warn_of_ends()
    told = Notice.objects.filter(kind="consent.ends")
    assert set(told.values_list("to_id", flat=True)) == {cast.rosa.user_id, cast.marta.user_id}
    assert told.count() == 2
    by_mail = {one.to[0]: one.body for one in mail.outbox}
    assert "ends on November 25, 2026" in by_mail["marta@school.test"]
    assert "The first on November 25, 2026" in by_mail["rosa@school.test"]
    assert "Ada" not in "".join(by_mail.values())


def test_each_permission_is_told_of_once_whenever_it_comes_into_range(
    cast, django_capture_on_commit_callbacks
):
    def told(on: int) -> int:
        with days_later(on), django_capture_on_commit_callbacks(execute=True):
            actions.warn_of_ends()
            actions.warn_of_ends()
        return Notice.objects.filter(kind="consent.ends", to=cast.rosa.user_id).count()

    for student, until in ((cast.ada, date(2026, 11, 25)), (cast.ben, date(2026, 12, 2))):
        Permit.objects.filter(student=student, purpose="take_part").update(until=until)
    assert [told(0), told(1), told(2)] == [1, 1, 2]
    assert set(EndTold.objects.values_list("student_id", "until")) == {
        (cast.ada.pk, date(2026, 11, 25)),
        (cast.ben.pk, date(2026, 12, 2)),
    }
    Permit.objects.filter(student=cast.ada, purpose="take_part").update(until=date(2026, 11, 28))
    assert told(3) == 3


def test_where_the_school_says_its_address_the_mail_has_a_link(
    cast, ask, django_capture_on_commit_callbacks
):
    remind(8, django_capture_on_commit_callbacks)
    assert "http" not in mail.outbox[-1].body
    cast.school.site = "https://kithwork.school.test"
    cast.school.save()
    remind(16, django_capture_on_commit_callbacks)
    assert mail.outbox[-1].body.endswith(
        f"\n\nhttps://kithwork.school.test{reverse('consents:mine')}"
    )


def test_who_was_quiet_is_reminded_on_paper_by_one_press(cast, ask, client_for):
    answer = client_for(cast.rosa).post(reverse("consents:remind"))
    assert answer.status_code == 302
    ask.refresh_from_db()
    assert ask.reminders == 1
