"""A code from the phone: set up from one's own page, asked at sign-in, good once, kept under a key."""

from __future__ import annotations

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse
from typer.testing import CliRunner

from kithwork.apps.accounts.actions import forget_second_factor
from kithwork.apps.accounts.models import User
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.schools.actions import change_school

pytestmark = pytest.mark.django_db
PASSWORD = "four quiet yellow trains"


def code_of(secret, periods=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


@pytest.fixture
def rosa(cast):
    user = User.objects.get(pk=cast.rosa.user_id)
    user.set_password(PASSWORD)
    user.save()
    return user


def with_password(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def switch_on(client, user):
    """Sign in, set the factor up as a person would; give the secret and the code that switched it on."""
    with_password(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).text
    secret = re.search(r'<code id="secret">(\w+)</code>', page).group(1)
    code = code_of(secret)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return secret, code


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.django_db(transaction=True)  # the mail leaves at commit
def test_set_up_then_asked_for_at_sign_in(client, rosa, mailoutbox):
    with time_machine.travel("2026-11-09T14:30:00Z", tick=False) as clock:
        secret, _ = switch_on(client, rosa)
        client.post(reverse("account_logout"))
        clock.shift(60)
        answer = with_password(client, rosa)
        assert answer["Location"].startswith(reverse("mfa_authenticate"))
        assert not is_in(client)
        assert client.get("/people/").status_code == 302  # no way around by a direct address
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert not is_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert is_in(client)
    assert [mail.subject for mail in mailoutbox] == ["Kithwork: Your second factor is on"]
    assert "example" not in mailoutbox[0].body


def test_a_code_is_good_once_the_one_that_switched_it_on_too(client, rosa):
    with time_machine.travel("2026-11-09T14:30:00Z", tick=False) as clock:
        secret, first = switch_on(client, rosa)
        for code in (first, code_of(secret, 1)):
            client.post(reverse("account_logout"))
            with_password(client, rosa)
            client.post(reverse("mfa_authenticate"), {"code": code})
            assert is_in(client) is (code != first)
        clock.shift(40)  # a neighbouring period: the library would take the code again
        client.post(reverse("account_logout"))
        with_password(client, rosa)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert not is_in(client)


def test_a_spare_code_opens_once(client, rosa):
    switch_on(client, rosa)
    codes = re.findall(
        r"<li><code>(\d+)</code>", client.get(reverse("mfa_view_recovery_codes")).text
    )
    assert len(set(codes)) == 10
    for opens in (True, False):
        client.post(reverse("account_logout"))
        with_password(client, rosa)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_in(client) is opens


def test_the_database_holds_no_secret_in_clear(client, rosa):
    secret, _ = switch_on(client, rosa)
    kept = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in kept
    assert Authenticator.objects.count() == 2


def test_switching_off_asks_again_who_it_is(client, rosa):
    with time_machine.travel("2026-11-09T14:30:00Z", tick=False) as clock:
        secret, _ = switch_on(client, rosa)
        clock.shift(20 * 60)
        answer = client.post(reverse("mfa_deactivate_totp"))
        assert "/sign-in/again/" in answer["Location"]
        assert Authenticator.objects.exists()
        where = answer["Location"].split("?")[0]
        client.post(where, {"password": PASSWORD, "code": code_of(secret)})
        client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()


def ask_for_it(cast):
    change_school(
        cast.school,
        name="Maple",
        timezone="America/New_York",
        requires_second_factor=True,
        by=cast.pia,
    )


def test_where_the_school_asks_for_it_nothing_else_opens_before(client, cast, rosa):
    ask_for_it(cast)
    with_password(client, rosa)
    for url in ("/", "/people/", "/needs/", "/me/", "/plan/"):
        answer = client.get(url)
        assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index")), url
    assert client.post("/me/preferences/", {"theme": "dark"})["Location"] == reverse("mfa_index")
    assert "Set it up" in client.get(reverse("mfa_index")).text
    client.post(reverse("account_logout"))
    switch_on(client, rosa)
    assert client.get("/people/").status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_see_everything_are_asked(cast, client_for, role):
    ask_for_it(cast)
    asked = client_for(cast.viewers[role]).get("/").status_code == 302
    assert asked is (
        role
        in {
            Role.COORDINATOR,
            Role.SCHOOL_ADMINISTRATOR,
            Role.DISTRICT_ADMINISTRATOR,
            Role.SYSTEM_ADMINISTRATOR,
        }
    )


def test_who_lost_phone_and_codes_is_let_in_again_at_the_machine(client, cast, rosa):
    switch_on(client, rosa)
    with pytest.raises(Refused):
        forget_second_factor(email=rosa.email, by=cast.sys)
    forget_second_factor(email=rosa.email.upper(), by=Viewer.command())
    client.post(reverse("account_logout"))
    with_password(client, rosa)
    assert is_in(client)
    with pytest.raises(Problem, match="Nobody"):
        forget_second_factor(email=rosa.email, by=Viewer.command())


def test_the_command_says_what_it_did(client, rosa):
    from kithwork.cli import app

    switch_on(client, rosa)
    said = CliRunner().invoke(app, ["school", "forget-second-factor", rosa.email])
    assert (said.exit_code, Authenticator.objects.exists()) == (0, False)
    assert "password alone" in said.output
    said = CliRunner().invoke(app, ["school", "forget-second-factor", rosa.email])
    assert said.exit_code == 2
