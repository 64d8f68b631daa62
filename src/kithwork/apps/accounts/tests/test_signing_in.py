import pytest
from django.urls import reverse

from kithwork.apps.accounts.actions import give_role
from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.accounts.queries import demo_is_open, viewer_for
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.schools.models import District, School

pytestmark = pytest.mark.django_db
PASSWORD = "four quiet yellow trains"


def test_signing_in_with_e_mail_and_password(client, cast):
    user = User.objects.get(pk=cast.rosa.user_id)
    user.set_password(PASSWORD)
    user.save()

    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_says_one_sentence_and_keeps_the_address(client, cast):
    answer = client.post(
        reverse("account_login"), {"login": "rosa@school.test", "password": "wrong"}
    )
    assert answer.status_code == 200
    assert "rosa@school.test" in answer.text
    assert "_auth_user_id" not in client.session


def test_five_wrong_passwords_are_enough(client, cast):
    user = User.objects.get(pk=cast.rosa.user_id)
    user.set_password(PASSWORD)
    user.save()
    for _ in range(5):
        client.post(reverse("account_login"), {"login": user.email, "password": "wrong"})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_nobody_makes_an_account_through_a_form(client):
    form = {"email": "new@school.test", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), form)
    assert not User.objects.filter(email="new@school.test").exists()


def test_every_page_asks_who_is_there_first(client):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("demo_mode", "real_school", "is_open"),
    [(True, False, True), (True, True, False), (False, False, False)],
)
def test_the_demo_opens_only_where_no_real_school_is(
    settings, client, demo_mode, real_school, is_open
):
    settings.KITHWORK_DEMO = demo_mode
    district = District.objects.create(name="Demo", is_demo=True)
    school = School.objects.create(district=district, name="Demo School", is_demo=True)
    person = Membership.objects.create(
        user=User.objects.create_user(name="Dana"),
        role="coordinator",
        school=school,
        district=district,
    )
    if real_school:
        School.objects.create(district=District.objects.create(name="Real"), name="Real School")

    answer = client.post(reverse("accounts:demo"), {"person": person.pk})

    assert demo_is_open() is is_open
    assert answer.status_code == (302 if is_open else 404)
    assert ("_auth_user_id" in client.session) is is_open


def test_a_coordinator_adds_a_teacher_but_not_another_coordinator(cast):
    membership = give_role(
        email="New@School.test",
        name="Nia New",
        role=Role.GENERAL_EDUCATOR,
        school=cast.school,
        by=cast.rosa,
    )
    assert (membership.user.email, membership.user.has_usable_password()) == (
        "new@school.test",
        False,
    )
    with pytest.raises(Refused):
        give_role(
            email="x@school.test", name="X", role=Role.COORDINATOR, school=cast.school, by=cast.rosa
        )
    with pytest.raises(Refused):
        give_role(
            email="x@school.test", name="X", role=Role.FAMILY, school=cast.school, by=cast.ines
        )
    with pytest.raises(Refused):
        give_role(
            email="x@school.test",
            name="X",
            role=Role.GENERAL_EDUCATOR,
            school=cast.school,
            by=cast.zed,
        )


def test_work_done_later_knows_whose_name_it_is_done_in(cast):
    assert viewer_for(cast.rosa.user_id, cast.school.pk) == cast.rosa
    assert viewer_for(cast.rosa.user_id, cast.other_school.pk) is None


def test_preferences_go_back_to_our_own_pages_only(client, cast):
    client.force_login(User.objects.get(pk=cast.rosa.user_id))
    for target, lands in [
        ("/people/", "/people/"),
        ("https://evil.test/", "/"),
        ("//evil.test", "/"),
    ]:
        answer = client.post(reverse("accounts:preferences"), {"theme": "dark", "next": target})
        assert answer["Location"] == lands
    assert User.objects.get(pk=cast.rosa.user_id).theme == "dark"
