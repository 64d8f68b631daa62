"""What a record leaves for: on the trail by its key, in the file in these words. Never a sentence about somebody."""

from django.utils.translation import gettext_lazy as _

from kithwork.apps.consents.queries import FOR_A_STUDY

PURPOSES = {
    "program": _("To go on in that program"),
    "team": _("For the student's team"),
    FOR_A_STUDY: _("For a study the family agreed to"),
    "copy": _("A copy for the school's own records"),
}
