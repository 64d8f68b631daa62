"""What a form says is in our words and has a next step, in each language; none of it is the framework's own."""

from __future__ import annotations

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from kithwork.apps.accounts.spoken import LANGUAGES
from kithwork.apps.people.models import Student

# How the framework speaks, in English and in Spanish.
NOT_OURS = ("field is required", "Enter a", "Ensure", "Select a valid", "submitted", "valid value",
            "campo es obligatorio", "Introduzca", "Asegúrese", "Escoja una", "no es un valor")  # fmt: skip


class Everything(forms.Form):
    """Each kind of field that forms of ours have."""

    words = forms.CharField(max_length=3)
    number = forms.IntegerField(min_value=2, max_value=4)
    share = forms.DecimalField()
    day = forms.DateField()
    time = forms.TimeField()
    mail = forms.EmailField()
    letter = forms.UUIDField()
    one = forms.ChoiceField(choices=[("a", "A")])
    typed = forms.TypedChoiceField(choices=[("1", "One")], coerce=int)
    some = forms.MultipleChoiceField(choices=[("a", "A")])
    row = forms.ModelChoiceField(Student.objects.none())
    rows = forms.ModelMultipleChoiceField(Student.objects.none())
    upload = forms.FileField()
    yes = forms.BooleanField()


WRONG = dict.fromkeys(Everything.base_fields, "x") | {"words": "xxxx", "some": ["x"], "rows": ["x"]}
TRIED = [
    ({}, {}),
    (WRONG, {"upload": SimpleUploadedFile("empty.txt", b"")}),
    ({**WRONG, "number": "1", "rows": ["1"]}, {}),
    ({**WRONG, "number": "5", "words": "four"}, {}),
]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tried", range(len(TRIED)))
def test_a_form_speaks_our_words(language, tried):
    data, files = TRIED[tried]
    with translation.override(language):
        errors = Everything(data, files).errors
        said = {name: [str(one) for one in found] for name, found in errors.items()}
    assert len(said) > 10
    theirs = {
        name: found
        for name, found in said.items()
        if any(word in one for one in found for word in NOT_OURS)
    }
    assert theirs == {}


def test_what_is_missing_says_what_to_do():
    with translation.override("en"):
        assert str(forms.CharField().error_messages["required"]).startswith("This is still empty.")
    with translation.override("es"):
        assert str(forms.CharField().error_messages["required"]).startswith("Esto falta todavía.")
