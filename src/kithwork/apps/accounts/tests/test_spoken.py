"""Where people sign in, the page speaks the language that was asked for, and no other page does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from kithwork.apps.entrances import keys, words

pytestmark = pytest.mark.django_db
APPS = Path(__file__).parents[2]
# What a student or a family may see before and while they sign in.
PAGES = [
    *(f"entrances/templates/entrances/{name}.html" for name in (
        "_pad", "badge", "code", "names", "pick", "nothing_today", "not_set_up",
    )),
    *(f"accounts/templates/account/{name}.html" for name in (
        "login", "logout", "signup_closed", "account_inactive", "password_reset", "password_reset_done",
        "password_reset_from_key", "password_reset_from_key_done",
    )),
    "accounts/templates/accounts/no_role.html",
]  # fmt: skip
SAID = re.compile(r"""{% translate ["']([^"']*)["']""")


@pytest.mark.parametrize("page", PAGES)
def test_every_word_of_a_door_has_its_spanish(page):
    found = SAID.findall((APPS / page).read_text(encoding="utf-8"))
    with translation.override("es"):
        assert [word for word in found if translation.gettext(word) == word] == []


def test_refusals_and_pictures_have_their_spanish():
    said = [words.CLOSED, words.NOT_SET_UP, words.WRONG, words.NO_CLASS, words.OVER]
    english = [str(one) for one in [*said, *keys.PICTURES.values()]]
    with translation.override("es"):
        assert [word for word in english if translation.gettext(word) == word] == []
        assert "segundos" in translation.ngettext(
            "Wait %(n)d second, then try again.", "Wait %(n)d seconds, then try again.", 3
        )


@pytest.mark.parametrize(
    ("asks", "lang", "says"),
    [
        ("", "en", "Sign in"),
        ("es-MX,es;q=0.9,en;q=0.8", "es", "Entrar"),
        ("fr-CA,fr;q=0.9,es;q=0.5", "es", "Entrar"),
        ("de,en;q=0.7", "en", "Sign in"),
        ("%%%", "en", "Sign in"),
    ],
)
def test_the_browser_is_asked_first(client, asks, lang, says):
    page = client.get(reverse("account_login"), headers={"accept-language": asks}).text
    assert f'<html lang="{lang}"' in page
    assert f"<h1>{says}</h1>" in page


def test_a_choice_is_kept_from_page_to_page_and_back(client):
    client.get(reverse("account_login"), {"lang": "es", "next": "/care/"})
    page = client.get(reverse("account_reset_password")).text
    assert "Enviarme un enlace" in page
    page = client.get(reverse("account_login"), {"next": "/care/"}).text
    assert "?next=%2Fcare%2F&amp;lang=en" in page
    assert "Enviarme" not in client.get(reverse("account_reset_password"), {"lang": "en"}).text
    assert client.get(reverse("account_login"), {"lang": "xx"}).status_code == 200


def test_no_other_page_changes_its_tongue(cast, client_for):
    ben = client_for(cast.ben_viewer)
    page = ben.get("/", {"lang": "es"}, headers={"accept-language": "es"}).text
    assert '<html lang="en"' in page
    assert "Español" not in page
