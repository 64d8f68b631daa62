"""Doors speak the language that was asked for, a student's pages the one they chose, and no other page changes."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from kithwork.apps.accounts.models import User
from kithwork.apps.entrances import keys, words
from kithwork.apps.notices.models import Notice

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


def test_pages_of_adults_do_not_change_their_tongue(cast, client_for):
    page = client_for(cast.rosa).get("/", {"lang": "es"}, headers={"accept-language": "es"}).text
    assert '<html lang="en"' in page
    assert "Español" not in page


def _language_of_today(student, **headers) -> str:
    answer = student.get("/", headers=headers)
    found = re.search(r'<html lang="(..)"', answer.text)[1]
    assert answer.headers["Content-Language"] == found
    return found


def test_a_students_pages_speak_as_chosen_then_as_at_the_door_then_as_the_school_or_device_does(
    cast, client_for
):
    ben = client_for(cast.ben_viewer)
    assert _language_of_today(ben) == "en"
    assert _language_of_today(ben, **{"accept-language": "es-MX"}) == "es"
    cast.school.students_language = "es"
    cast.school.save()
    assert _language_of_today(ben) == "es"
    ben.get(reverse("account_logout"), {"lang": "en"})
    assert _language_of_today(ben) == "en"
    ben.post(reverse("accounts:preferences"), {"language": "es"})
    assert _language_of_today(ben) == "es"
    # For this page alone.
    assert 'lang="en"' in ben.get("/", {"language": "en"}).text[:200]
    assert _language_of_today(ben) == "es"


def test_a_student_finds_both_languages_under_me_and_an_adult_none(cast, client_for):
    ben = client_for(cast.ben_viewer)
    for name in ("home:me", "accounts:me"):
        page = ben.get(reverse(name)).text
        assert "Español" in page
        assert "English" in page
    assert "Español" not in client_for(cast.rosa).get(reverse("accounts:me")).text


def test_a_language_we_do_not_have_is_refused_with_a_sentence(cast, client_for):
    ben = client_for(cast.ben_viewer)
    answer = ben.post(reverse("accounts:preferences"), {"language": "xx"}, follow=True)
    assert "Choose one of the languages shown." in answer.text
    assert User.objects.get(pk=cast.ben_viewer.user_id).language == ""


def test_what_a_student_says_in_spanish_reaches_adults_in_theirs(cast, client_for, monkeypatch):
    """The message is in English even where its sentence has a Spanish one."""
    monkeypatch.setattr(
        "kithwork.apps.safety.actions.concern._",
        lambda said: f"[{translation.get_language()}] {said}",
    )
    ben = client_for(cast.ben_viewer)
    seen = {"seen": "Quiero hablar", "letter": uuid4(), "language": "es"}
    assert ben.post(reverse("safety:report"), seen).status_code == 302
    assert Notice.objects.get(to_id=cast.rosa.user_id).title.startswith("[en] A student asked")
