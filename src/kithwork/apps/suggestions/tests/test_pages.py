"""The pages: cards without anything chosen, errors in place, history, the school's numbers, the seal."""

import pytest
import time_machine
from django.urls import reverse

from kithwork.apps.foundation import clock
from kithwork.apps.runs.models import Phase
from kithwork.apps.suggestions import actions
from kithwork.apps.suggestions.actions import Choice
from kithwork.apps.suggestions.models import Decision, OwnValue, SealedRules, Told
from kithwork.apps.suggestions.tests.making import DAY, WEEK, check, look, session, test_of
from kithwork.apps.suggestions.tests.test_decide import suggest
from tests.cast import MONDAY, NOW, make_run

pytestmark = pytest.mark.django_db
START = MONDAY - 4 * WEEK


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def run(cast):
    run = make_run(cast, students=[cast.ada, cast.malik, cast.ben, cast.sora], starts_on=START)
    Phase.objects.create(run=run, kind="intervention", starts_on=START, adult_level=3)
    return run


@pytest.fixture
def slipping(run):
    """Two looks under eighty."""
    for n in range(2):
        check(session(run, START + n * DAY), 7, 3)
    return next(one for one in look(run) if one.rule == "DR-10")


def test_a_card_says_what_it_stands_on_and_chooses_nothing(cast, client_for, slipping):
    page = (
        client_for(cast.ines)
        .get(reverse("suggestions:decide", args=[slipping.pk]))
        .content.decode()
    )
    assert "Planned steps slipping" in page
    assert "Planned steps seen: 70 %, 70 %; looked for: under 80 %." in page
    assert page.count('type="radio"') == 3
    assert "checked" not in page
    assert "common knowledge of the field" in page


def test_without_a_choice_or_a_reason_it_says_so_and_keeps_what_was_typed(
    cast, client_for, slipping
):
    url = reverse("suggestions:decide", args=[slipping.pk])
    page = client_for(cast.ines).post(url, {"reason": "We saw it."}).content.decode()
    assert "Choose what happens next." in page
    assert 'value="We saw it."' in page
    page = client_for(cast.ines).post(url, {"way": "instead", "reason": "So."}).content.decode()
    assert "Say what is done instead." in page
    assert Decision.objects.count() == 0


def test_deciding_goes_back_to_where_the_card_stood(cast, client_for, slipping):
    url = reverse("suggestions:decide", args=[slipping.pk])
    where = reverse("suggestions:suggestions")
    answer = client_for(cast.ines).post(url, {"way": "do_it", "reason": "Coach.", "next": where})
    assert answer["Location"] == where
    page = (
        client_for(cast.ines)
        .get(reverse("suggestions:run", args=[slipping.run_id]))
        .content.decode()
    )
    assert "Coach the missed steps for ten minutes" in page
    answer = client_for(cast.ines).post(
        url, {"way": "keep", "reason": "No.", "next": "//elsewhere.test/"}
    )
    assert answer.status_code == 200
    assert "decided meanwhile" in answer.content.decode()


def test_a_page_of_another_address_is_never_gone_to(cast, client_for, slipping):
    url = reverse("suggestions:decide", args=[slipping.pk])
    answer = client_for(cast.ines).post(
        url, {"way": "keep", "reason": "No.", "next": "//elsewhere.test/"}
    )
    assert answer["Location"] == reverse("suggestions:run", args=[slipping.run_id])


def test_what_is_no_address_is_never_gone_to_either(cast, client_for, slipping):
    url = reverse("suggestions:decide", args=[slipping.pk])
    said = {"way": "keep", "reason": "No.", "next": "-1"}
    answer = client_for(cast.ines).post(url, said)
    assert answer["Location"] == reverse("suggestions:run", args=[slipping.run_id])


def test_accepting_what_is_done_elsewhere_opens_that_page(cast, client_for, run):
    one = suggest(run, "DR-05")
    url = reverse("suggestions:decide", args=[one.pk])
    answer = client_for(cast.ines).post(url, {"way": "do_it", "reason": "They quarrel."})
    assert answer["Location"] == reverse("runs:draw", args=[run.pk])


def test_a_check_names_nobody_on_its_page(cast, client_for, run):
    for n in range(2):
        test_of(run, cast.ada, START + n * WEEK, 5)
    for n in range(4):
        session(run, START + n * DAY, "held" if n else "not_held")
    (one,) = [row for row in look(run) if row.check_of == "dose"]
    for name in ("suggestions:decide", "suggestions:run"):
        page = client_for(cast.ines).get(
            reverse(name, args=[one.pk if "decide" in name else run.pk])
        )
        text = page.content.decode()
        assert "3 of 4 planned sessions were held" in text
        assert "Ada" not in text


def test_checks_of_the_student_are_answered_one_after_the_other(cast, client_for, run):
    one = suggest(run, "DR-22", student=cast.ada, key="measure:1")
    url = reverse("suggestions:answer_check", args=[one.pk])
    rosa = client_for(cast.rosa)
    rosa.post(url, {"check_of": "difficulty"})
    assert one.answers.count() == 0
    answer = rosa.post(url, {"check_of": "difficulty", "said": "fine"})
    assert answer["Location"] == reverse("suggestions:decide", args=[one.pk])
    assert "Does it matter to the student?" in rosa.get(answer["Location"]).content.decode()


def test_history_of_a_run_and_of_a_student(cast, client_for, run):
    one = suggest(run, "DR-23", student=cast.ada, key="measure:1")
    decision = actions.decide_suggestion(
        one, choice=Choice("do_it", "Twelve by June."), by=cast.rosa
    )
    rosa = client_for(cast.rosa)
    for url in (
        reverse("suggestions:history", args=[run.pk]),
        reverse("suggestions:student_history", args=[cast.ada.pk]),
    ):
        page = rosa.get(url).content.decode()
        assert "Twelve by June." in page
        assert "still to do" in page
    rosa.post(reverse("suggestions:finish", args=[decision.pk]))
    back = reverse("suggestions:take_back", args=[decision.pk])
    assert "Take a decision back" in rosa.get(back).content.decode()
    assert "This is still empty." in rosa.post(back, {"reason": ""}).content.decode()
    rosa.post(back, {"reason": "Too soon."})
    assert Decision.objects.filter(kind="take_back", replaces=decision).exists()
    assert "taken back already" in rosa.post(back, {"reason": "Again."}).content.decode()


def test_the_schools_numbers(cast, client_for):
    rosa = client_for(cast.rosa)
    url = reverse("suggestions:set_value", args=["DR-11", 0])
    page = rosa.get(reverse("suggestions:values")).content.decode()
    assert "our default, which a school may change" in page
    rosa.post(url, {"value": "50"})
    assert OwnValue.objects.get().value == 50
    assert "from 1 to 100" in rosa.post(url, {"value": "900"}).content.decode()
    assert "Write a number." in rosa.post(url, {"value": "many"}).content.decode()
    assert "ours: 60" in rosa.get(reverse("suggestions:values")).content.decode()
    reset = reverse("suggestions:reset_value", args=["DR-11", 0])
    rosa.post(reset)
    assert "our value already" in rosa.post(reset).content.decode()
    page = client_for(cast.pia).get(reverse("suggestions:values")).content.decode()
    assert "Back to ours" not in page
    assert client_for(cast.ines).get(reverse("suggestions:values")).status_code == 403


def test_the_seal_is_shown_with_its_hash(cast, client_for, run):
    ines = client_for(cast.ines)
    ines.post(reverse("suggestions:seal", args=[run.pk]))
    sealed = SealedRules.objects.get()
    page = ines.get(reverse("suggestions:sealed", args=[run.pk, 1])).content.decode()
    assert sealed.digest in page
    assert "Sealed before data began." in page
    ines.post(reverse("suggestions:seal", args=[run.pk]))
    assert SealedRules.objects.count() == 1
    assert ines.get(reverse("suggestions:sealed", args=[run.pk, 9])).status_code == 404


def test_what_only_people_can_tell_is_asked_on_the_page(cast, client_for, run):
    ines, url = client_for(cast.ines), reverse("suggestions:tell", args=[run.pk])
    ines.post(url, {"metric": "class_transfer", "value": "1"})
    ines.post(url, {"metric": "class_transfer"})
    assert Told.objects.get().on == clock.today("America/New_York")
    page = ines.get(reverse("suggestions:run", args=[run.pk])).content.decode()
    assert "Told on November 9: yes" in page


def test_nothing_of_it_opens_for_others(cast, client_for, slipping):
    decide = reverse("suggestions:decide", args=[slipping.pk])
    for person in (cast.zed, cast.sven, cast.marta, cast.ben_viewer, cast.ada_viewer):
        assert client_for(person).get(decide).status_code == 404
    assert (
        "Nothing to decide"
        in client_for(cast.sven).get(reverse("suggestions:suggestions")).content.decode()
    )
    assert (
        "Planned steps slipping"
        in client_for(cast.rosa).get(reverse("suggestions:suggestions")).content.decode()
    )
