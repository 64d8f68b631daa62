import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from kithwork.apps.accounts.actions import give_role
from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.accounts.queries import demo_is_open, demo_places, viewer_for
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


def test_a_forgotten_password_has_one_link(client):
    page = client.get(reverse("account_login")).text
    assert page.count(f'href="{reverse("account_reset_password")}"') == 1
    assert "Forgot your password" not in page


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
        ("/\\evil.test", "/"),
        ("javascript:alert(1)", "/"),
        ("-1", "/"),  # not a path; taken for the name of a page it once broke the answer
        ("a\x00b", "/"),
        ("../people/", "/"),
    ]:
        answer = client.post(reverse("accounts:preferences"), {"theme": "dark", "next": target})
        assert answer["Location"] == lands
    assert User.objects.get(pk=cast.rosa.user_id).theme == "dark"


def test_who_came_in_through_the_demo_is_out_when_a_real_school_comes(settings, client):
    settings.KITHWORK_DEMO = True
    district = District.objects.create(name="Demo", is_demo=True)
    person = Membership.objects.create(
        user=User.objects.create_user(name="Sys"), role="system_administrator", district=district
    )
    client.post(reverse("accounts:demo"), {"person": person.pk})
    assert client.get("/").status_code == 200

    School.objects.create(district=District.objects.create(name="Real"), name="Real School")

    assert client.get("/").status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("eleven char", "at least 12"),
        ("x7" + "y8z" * 43, "128"),
        ("qwertyqwerty", "many people"),
        ("Password2026!", "many people"),
        ("monkeymonkey", "many people"),
        ("123456789012", "many people"),
        ("zyxwvutsrqponm", "many people"),
        ("aaaaaaaaaaaaaa", "many people"),
        ("Kithwork 2026", "many people"),
    ],
)
def test_a_password_is_long_not_a_book_and_not_everybodys(password, said):
    with pytest.raises(ValidationError, match=said):
        validate_password(password)


@pytest.mark.parametrize(
    "password", [PASSWORD, "ein Zug über gelbe Brücken", "\u96ea" * 3 + "maple trees", "q9 wz" * 25]
)
def test_any_characters_make_a_password(password):
    validate_password(password)


def test_asking_for_a_link_does_not_tell_who_has_an_account(client, cast, mailoutbox):
    answers = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in ("rosa@school.test", "nobody@school.test")
    ]
    known, unknown = answers
    assert known.redirect_chain == unknown.redirect_chain
    token = known.text.split('X-CSRFToken": "')[1][:64]
    assert unknown.text.count(known.text.partition(token)[0]) == 1
    assert known.text.rpartition(token)[2] == unknown.text[-len(known.text.rpartition(token)[2]) :]


def test_the_mail_with_the_link_is_ours_and_the_link_works_once(client, cast, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": "rosa@school.test"})
    client.post(reverse("account_reset_password"), {"email": "nobody@school.test"})
    ours, unknown = mailoutbox
    assert ours.subject == unknown.subject == "Kithwork: A link to set your password"
    assert "example.com" not in ours.body + unknown.body
    assert "sign-up" not in unknown.body
    link = next(line for line in ours.body.splitlines() if line.startswith("http"))
    page = client.get(link, follow=True).redirect_chain[-1][0]
    new = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(page, new).status_code == 302
    assert "has been used" in client.get(link, follow=True).text
    assert User.objects.get(pk=cast.rosa.user_id).check_password(PASSWORD)


def test_signing_out_ends_the_session_on_the_server(client, cast):
    client.force_login(User.objects.get(pk=cast.rosa.user_id))
    key = client.session.session_key
    client.post(reverse("account_logout"))
    assert not client.session.exists(key)


def test_a_new_session_number_at_sign_in(client, cast):
    user = User.objects.get(pk=cast.rosa.user_id)
    user.set_password(PASSWORD)
    user.save()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert client.session.session_key != planted


@pytest.mark.parametrize("end", ["password", "inactive"])
def test_a_new_password_or_a_closed_account_ends_every_session(client, cast, end):
    user = User.objects.get(pk=cast.rosa.user_id)
    client.force_login(user)
    if end == "password":
        user.set_password(PASSWORD)
    else:
        user.is_active = False
    user.save()
    assert client.get("/").status_code == 302


def test_the_coordinator_stands_first_and_everybody_listed_can_be_chosen(settings, client):
    """As the first page says: choose Dana Rivera, coordinator of Harlow Middle School."""
    settings.KITHWORK_DEMO = True
    district = District.objects.create(name="Demo", is_demo=True)
    school = School.objects.create(district=district, name="Harlow Middle School", is_demo=True)
    for name, role in [
        ("Ben", "peer"),
        ("Lee", "general_educator"),
        ("Mo", "general_educator"),
        ("Dana Rivera", "coordinator"),
    ]:
        Membership.objects.create(
            user=User.objects.create_user(name=name), role=role, school=school, district=district
        )
    other = School.objects.create(district=district, name="Westfield", is_demo=True)
    for name, role in [("Kim", "peer"), ("Grace", "coordinator")]:
        Membership.objects.create(
            user=User.objects.create_user(name=name), role=role, school=other, district=district
        )
    place, second = demo_places()
    assert [row.user.name for row in second.first] == ["Grace"]
    assert [row.user.name for row in place.first] == ["Dana Rivera", "Lee", "Ben"]
    assert [row.user.name for row in place.more] == ["Mo"]
    text = client.get(reverse("accounts:demo")).text
    for row in place.everybody:
        assert f'value="{row.pk}"' in text
        assert client.post(reverse("accounts:demo"), {"person": row.pk}).status_code == 302
