"""What families and students read: the same in every language, short, and kept by its digest."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kithwork.apps.consents.models import Purpose
from kithwork.apps.consents.permits import ASKS_STUDENT
from kithwork.apps.consents.texts import (
    LANGUAGES,
    PARTS,
    digest_of,
    language_of,
    question,
    words,
)


def shape(text):
    return {key: shape(one) if isinstance(one, dict) else "" for key, one in text.items()}


def test_every_language_says_everything_and_nothing_more():
    for language in LANGUAGES:
        assert shape(words(language)) == shape(words("en"))
        for purpose in Purpose.values:
            for part in PARTS:
                assert set(re.findall(r"{\w+}", words(language)["purpose"][purpose][part])) == set(
                    re.findall(r"{\w+}", words("en")["purpose"][purpose][part])
                )


def test_every_purpose_is_asked_of_whom_it_is_about():
    for language in LANGUAGES:
        assert set(words(language)["purpose"]) == set(Purpose.values)
        assert set(words(language)["student"]) - {"page"} == {one.value for one in ASKS_STUDENT}


def test_dates_are_said_as_people_say_them():
    asked = question("take_part", "es", child="Nia", until=date(2027, 6, 11))
    assert asked.long.startswith("Hasta el 11 de junio de 2027.")
    assert question("take_part", "en", child="Nia", until=date(2027, 6, 11)).long.startswith(
        "Until June 11, 2027."
    )


def test_a_wording_is_known_by_its_digest():
    found = {digest_of(purpose, language) for purpose in Purpose for language in LANGUAGES}
    assert len(found) == len(Purpose) * len(LANGUAGES)


@pytest.mark.parametrize(
    ("spoken", "language"), [(["Spanish"], "es"), (["Polish", "español"], "es"), ([], "en")]
)
def test_a_family_is_asked_in_a_language_it_speaks(spoken, language):
    assert language_of(spoken) == language
