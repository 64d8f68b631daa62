"""The recruitment kit: the school's own words, each piece to print and show, and what each channel brought."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.programs import actions, policies, queries
from kithwork.apps.programs.forms import InvitationForm, WordsForm
from kithwork.apps.programs.kit import LANGUAGES
from kithwork.apps.programs.pages.opening import program_to_change, shown
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_safe
def kit(request: HttpRequest, program_id: int) -> HttpResponse:
    """What there is to invite with, in each language."""
    one = queries.program_or_404(request.viewer, program_id)
    return render(request, "programs/kit.html", shown(request, one, page=queries.kit_page(one)))


@require_http_methods(["GET", "HEAD", "POST"])
def kit_words(request: HttpRequest, program_id: int, language: str) -> HttpResponse:
    """The five lines, in one language."""
    one = program_to_change(request, program_id)
    begin = queries.words_to_begin_with(one, language)
    form = WordsForm(request.POST or None, initial=begin)
    if request.method == "POST" and tried(
        form,
        lambda: actions.keep_words(one, form.words(), language=language, by=request.viewer),
    ):
        toast(request, _("Kept. Look at the flyer next."))
        return redirect("programs:kit", one.pk)
    page = shown(request, one, form=form, language=language, called=LANGUAGES[language])
    return render(request, "programs/kit_words.html", page)


@require_safe
def piece(request: HttpRequest, program_id: int, piece: str, language: str) -> HttpResponse:
    """One piece, as it is printed and shown."""
    one = queries.program_or_404(request.viewer, program_id)
    found = queries.piece_or_404(one, piece, language)
    page = shown(request, one, piece=found, template=f"programs/pieces/{piece}.html")
    return render(request, "programs/piece.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: HttpRequest, program_id: int) -> HttpResponse:
    """How the school invited, and what it brought. Posting counts one more time."""
    one = queries.program_or_404(request.viewer, program_id)
    form = InvitationForm(request.POST or None)
    if request.method == "POST":
        require(policies.may_change_program(request.viewer, one))
        if tried(
            form, lambda: actions.count_invitation(one, **form.cleaned_data, by=request.viewer)
        ):
            toast(request, _("Counted."))
            return redirect("programs:channels", one.pk)
    lines = queries.channel_lines(request.viewer, one)
    return render(request, "programs/channels.html", shown(request, one, form=form, lines=lines))


urls = [
    path("<int:program_id>/kit/", kit, name="kit"),
    path("<int:program_id>/kit/words/<slug:language>/", kit_words, name="kit_words"),
    path("<int:program_id>/kit/<slug:piece>/<slug:language>/", piece, name="piece"),
    path("<int:program_id>/channels/", channels, name="channels"),
]
