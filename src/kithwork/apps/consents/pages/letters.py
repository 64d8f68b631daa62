"""Letters to families: a link each, with a code for the camera, and the same questions on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.consents import actions, policies, queries
from kithwork.apps.consents.forms import LettersForm
from kithwork.apps.consents.links import code_of, token_of
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Choose whom to ask and what for; each gets a link of their own."""
    viewer = request.viewer
    require(policies.may_set_rule(viewer))
    students = queries.to_ask(viewer)
    form = LettersForm(request.POST or None, students=students)
    made: list = []

    def keep() -> None:
        data = form.cleaned_data
        made.extend(
            actions.ask_families(
                form.chosen(), purposes=data["purposes"], language=data["language"], by=viewer
            )
        )

    if request.method == "POST" and tried(form, keep):
        n = len(made)
        said = ngettext("%(n)s letter is ready to print.", "%(n)s letters are ready to print.", n)
        toast(request, said % {"n": n})
        return redirect("consents:letters")
    chosen = set(request.POST.getlist("students"))
    ticked = chosen or {str(one.pk) for one in queries.missing(viewer, "family")}
    page = {"form": form, "students": students, "ticked": ticked}
    return render(request, "consents/ask.html", page)


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Every link that is out and not answered, as a letter on a page of its own."""
    require(policies.may_set_rule(request.viewer))
    return _printed(request, queries.open_asks(request.viewer))


@require_safe
def letter(request: HttpRequest, consent_ask_id: int) -> HttpResponse:
    """One letter, printed again: the same link."""
    one = queries.ask_or_404(request.viewer, consent_ask_id)
    require(policies.may_write_down(request.viewer, one.student))
    return _printed(request, [one])


def _printed(request: HttpRequest, asks: list) -> HttpResponse:
    sheets = []
    for one in asks:
        link = request.build_absolute_uri(reverse("consents:link", args=[token_of(one)]))
        sheets.append(queries.letter_of(one, link, code_of(link)))
    return render(request, "consents/letters.html", {"sheets": sheets})


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Keep that those who have not answered were reminded; then print for them."""
    require(policies.may_set_rule(request.viewer))
    n = actions.remind(queries.open_asks(request.viewer), by=request.viewer)
    said = ngettext("%(n)s family is reminded.", "%(n)s families are reminded.", n)
    toast(request, said % {"n": n})
    return redirect("consents:letters")


@require_POST
def close_ask(request: HttpRequest, consent_ask_id: int) -> HttpResponse:
    one = queries.ask_or_404(request.viewer, consent_ask_id)
    actions.close_ask(one, by=request.viewer)
    toast(request, _("The link is closed."))
    return redirect("consents:person", one.student_id)


urls = [
    path("ask/", ask, name="ask"),
    path("letters/", letters, name="letters"),
    path("letters/<int:consent_ask_id>/", letter, name="letter"),
    path("letters/remind/", remind, name="remind"),
    path("letters/<int:consent_ask_id>/close/", close_ask, name="close_ask"),
]
