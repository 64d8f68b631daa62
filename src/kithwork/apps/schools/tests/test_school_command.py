import pytest
from django.test import Client
from typer.testing import CliRunner

from kithwork import cli_school
from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.accounts.queries import demo_is_open
from kithwork.apps.schools.models import District, School
from kithwork.apps.trail.models import TrailEntry

pytestmark = pytest.mark.django_db
PASSWORD = "four quiet yellow trains"


def run(*words):
    return CliRunner().invoke(cli_school.app, list(words))


def new(name="Maple School", **changes):
    options = {
        "--district": "Maple Valley",
        "--coordinator": "Rosa@Maple.test",
        "--coordinator-name": "Rosa Alvarez",
        "--timezone": "America/Chicago",
        "--address": "https://kith.maple.test/",
        **changes,
    }
    return run("new", name, *[word for pair in options.items() for word in pair])


def path_in(answer):
    last = answer.output.strip().splitlines()[-1]
    assert last.startswith("https://kith.maple.test/password/")
    return last.removeprefix("https://kith.maple.test")


def test_a_new_school_has_a_coordinator_who_sets_a_password_once(settings):
    settings.KITHWORK_DEMO = True
    School.objects.create(
        district=District.objects.create(name="Demo", is_demo=True), name="Demo", is_demo=True
    )
    assert demo_is_open()

    answer = new()

    assert answer.exit_code == 0, answer.output
    school = School.objects.get(name="Maple School")
    membership = Membership.objects.get(school=school)
    assert (membership.role, membership.user.email) == ("coordinator", "rosa@maple.test")
    assert (school.timezone, school.is_demo) == ("America/Chicago", False)
    assert not demo_is_open()
    assert {"school.make", "account.give_role"} <= set(
        TrailEntry.objects.values_list("verb", flat=True)
    )

    client, path = Client(), path_in(answer)
    form = client.get(path, follow=True)
    assert form.status_code == 200
    fields = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(form.request["PATH_INFO"], fields)
    user = User.objects.get(pk=membership.user_id)
    assert user.check_password(PASSWORD)
    again = Client().get(path, follow=True)
    assert "password1" not in again.text
    signed_in = client.post("/sign-in/", {"login": "rosa@maple.test", "password": PASSWORD})
    assert signed_in.status_code == 302


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"--timezone": "Mars/Base"}, "no time zone"),
        ({"--coordinator": "rosa"}, "not an e-mail"),
    ],
)
def test_what_does_not_fit_makes_nothing(changes, says):
    answer = new(**changes)
    assert answer.exit_code == 2
    assert says in answer.output
    assert not School.objects.exists()
    assert not User.objects.exists()


def test_the_same_school_is_not_made_twice_and_a_second_one_shares_the_district():
    new()
    assert "already" in new().output
    assert new("Oak School").exit_code == 0
    assert District.objects.count() == 1
    assert Membership.objects.filter(user__email="rosa@maple.test").count() == 2
    listed = run("list").output.splitlines()
    assert [line.split("  ")[1] for line in listed] == [
        "Maple School, Maple Valley",
        "Oak School, Maple Valley",
    ]


def test_another_link_for_a_known_person_only():
    new()
    answer = run("link", "ROSA@maple.test", "--address", "https://kith.maple.test")
    assert Client().get(path_in(answer), follow=True).status_code == 200
    assert run("link", "nobody@maple.test").exit_code == 2
