"""A letter is kept once, byte for byte; another text under its id is kept beside it; nothing is overwritten."""

from uuid import uuid4

import pytest

from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.observations.actions import Item, Sending, delete_letter, take_in
from kithwork.apps.observations.actions.keep import digest_of
from kithwork.apps.observations.models import Envelope
from kithwork.apps.observations.tests.conftest import tap, written
from kithwork.apps.trail.models import TrailEntry

pytestmark = pytest.mark.django_db


def send(cast, *items, by=None):
    return [one.answer for one in take_in([*items], Sending(), by=by or cast.tomas)]


def test_it_is_kept_byte_for_byte(cast, form, letter_id):
    text = written(cast, form, tap(1, "a"), note="Ünïcødé  \u2028 and  blanks ") + "  \n"
    (answer,) = take_in([Item(letter_id, text)], Sending(), by=cast.tomas)
    kept = Envelope.objects.get()
    assert (answer.answer, answer.sha256) == ("stored", digest_of(text))
    assert (kept.text, kept.sha256, kept.by_id) == (text, digest_of(text), cast.tomas.user_id)


def test_the_same_again_is_already_and_writes_nothing(cast, form, letter_id):
    item = Item(letter_id, written(cast, form))
    assert send(cast, item) == ["stored"]
    lines = TrailEntry.objects.count()
    assert send(cast, item, item) == ["already", "already"]
    assert Envelope.objects.count() == 1
    assert TrailEntry.objects.count() == lines


def test_the_same_twice_in_one_batch_is_one(cast, form, letter_id):
    item = Item(letter_id, written(cast, form))
    assert send(cast, item, item) == ["stored", "stored"]
    assert Envelope.objects.count() == 1


def test_another_text_under_one_id_is_kept_beside_the_first(cast, form, letter_id):
    first, second = written(cast, form, tap(1, "a")), written(cast, form, tap(2, "a"))
    assert send(cast, Item(letter_id, first)) == ["stored"]
    assert send(cast, Item(letter_id, second)) == ["conflict"]
    assert send(cast, Item(letter_id, second)) == ["conflict"]
    held = {one.text: one.is_first for one in Envelope.objects.all()}
    assert held == {first: True, second: False}


def test_two_texts_in_one_batch_keep_one_and_set_one_aside(cast, form, letter_id):
    texts = [written(cast, form, tap(at, "a")) for at in (1, 2)]
    answers = send(cast, *(Item(letter_id, text) for text in texts))
    assert sorted(answers) == ["conflict", "stored"]
    assert Envelope.objects.filter(is_first=True).count() == 1
    assert Envelope.objects.count() == 2


def test_one_bad_letter_holds_up_no_other(cast, form):
    good, bad = Item(uuid4(), written(cast, form)), Item(uuid4(), "{")
    answers = take_in([bad, good], Sending(), by=cast.tomas)
    assert [one.answer for one in answers] == ["refused", "stored"]
    assert answers[0].sentence == "The text is not JSON."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"made_with": 9}, "Reload the page"),
        ({"colour": "red"}, "colour"),
        ({"taps": [{"at": 5, "code": "a"}, {"at": 4, "code": "a"}]}, "taps[1].at: 4 comes after 5"),
        ({"taps": [{"at": 700_000, "code": "a"}]}, "length_ms: the last tap is at 700000"),
        ({"taps": [{"at": -1, "code": "a"}]}, "taps[0].at"),
        ({"taps": [{"at": 1.5, "code": "a"}]}, "taps[0].at"),
        ({"student": "7"}, "student"),
        ({"began_at": "2026-11-09T11:00:00"}, "began_at"),
        ({"began_at": "0001-01-01T00:00:00Z"}, "began_at"),
        ({"phase": "later"}, "phase"),
    ],
)
def test_what_will_never_be_right_is_refused_with_its_place(cast, form, letter_id, change, said):
    (answer,) = take_in([Item(letter_id, written(cast, form, **change))], Sending(), by=cast.tomas)
    assert answer.answer == "refused"
    assert said in answer.sentence
    assert not Envelope.objects.exists()


def test_a_text_that_changed_on_its_way_is_asked_for_again(cast, form, letter_id):
    item = Item(letter_id, written(cast, form), sha256="0" * 64)
    assert send(cast, item) == ["retry"]
    assert not Envelope.objects.exists()


def test_nothing_is_sent_under_the_wrong_name(cast, form, letter_id):
    """Tomas observed; Ines signed in on the same tablet."""
    item = Item(letter_id, written(cast, form))
    (answer,) = take_in([item], Sending(), by=cast.ines)
    assert (answer.answer, Envelope.objects.count()) == ("refused", 0)
    assert "until they sign in" in answer.sentence
    assert send(cast, item) == ["stored"]


def test_an_id_of_somebody_else_tells_nothing(cast, form, letter_id):
    assert send(cast, Item(letter_id, written(cast, form))) == ["stored"]
    other = Item(letter_id, written(cast, form, observer=cast.ines.user_id))
    (answer,) = take_in([other], Sending(), by=cast.ines)
    assert (answer.answer, answer.is_deleted) == ("conflict", False)
    assert Envelope.objects.get(is_first=True).by_id == cast.tomas.user_id


def test_deleted_stays_deleted(cast, form, letter_id):
    item = Item(letter_id, written(cast, form))
    send(cast, item)
    delete_letter(Envelope.objects.get(), why="A trial.", by=cast.rosa)
    (answer,) = take_in([item], Sending(), by=cast.tomas)
    assert (answer.answer, answer.is_deleted) == ("already", True)
    assert Envelope.objects.get().status == "deleted"


@pytest.mark.parametrize("role", list(Role))
def test_who_may_send(cast, form, letter_id, role):
    viewer = cast.viewers[role]
    item = Item(letter_id, written(cast, form, observer=viewer.user_id))
    observes = {"coordinator", "general_educator", "paraprofessional", "related_service_provider"}
    if role.value in observes:
        assert send(cast, item, by=viewer) == ["stored"]
    else:
        with pytest.raises(Refused):
            send(cast, item, by=viewer)
        assert not Envelope.objects.exists()


def test_only_the_coordinator_takes_a_letter_away(cast, form, letter_id):
    send(cast, Item(letter_id, written(cast, form)))
    with pytest.raises(Refused):
        delete_letter(Envelope.objects.get(), why="No.", by=cast.tomas)
    with pytest.raises(Envelope.DoesNotExist):
        delete_letter(Envelope.objects.get(), why="No.", by=cast.zed)
