"""The same program again: next year here, or at another school. Nobody comes along."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.programs import actions, policies, queries
from kithwork.apps.programs.blueprint import MOST_BYTES, TEXTS
from kithwork.apps.programs.forms import CopyForm, TakeInForm
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried

TO_FILE = "file"


@require_http_methods(["GET", "HEAD", "POST"])
def copy_program(request: HttpRequest, program_id: int) -> HttpResponse:
    """Choose which texts go along, then copy here or take the file."""
    one, viewer = queries.program_or_404(request.viewer, program_id), request.viewer
    require(policies.may_start_program(viewer))
    texts = [
        (key, f"{label}: {getattr(one, key)}")
        for key, label in TEXTS.items()
        if key != "name" and getattr(one, key)
    ]
    form = CopyForm(request.POST or None, texts=texts)
    done = []
    if request.method == "POST":
        if request.POST.get("where") == TO_FILE:
            form.fields["name"].required = False
            take = lambda: done.append(  # noqa: E731  both ways are one short sentence
                actions.hand_over(one, take=form.cleaned_data["take"], by=viewer)
            )
            if tried(form, take):
                return _as_file(one.school.name, done[0].model_dump_json(indent=2))
        elif tried(
            form, lambda: done.append(actions.copy_program(one, **form.cleaned_data, by=viewer))
        ):
            toast(request, _("Copied, without anybody. Decide what is still open."))
            return redirect("programs:program", done[0].pk)
    return render(request, "programs/copy_program.html", {"program": one, "form": form})


def _as_file(school: str, text: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="application/json")
    name = slugify(school) or "school"
    answer["Content-Disposition"] = f'attachment; filename="program-{name}.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Begin from the file of another school."""
    require(policies.may_start_program(request.viewer))
    form = TakeInForm(request.POST or None, request.FILES or None)
    made = []

    def begin() -> None:
        data = form.cleaned_data
        text = _text_of(data["file"])
        made.append(actions.take_in_program(text, name=data["name"], by=request.viewer))

    if request.method == "POST" and tried(form, begin):
        toast(request, _("It is begun. Decide what is still open."))
        return redirect("programs:program", made[0].pk)
    return render(request, "programs/take_in.html", {"form": form})


def _text_of(file) -> str:  # type: ignore[no-untyped-def]
    raw = file.read(MOST_BYTES + 1)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(
            _("This is not a program's file. Choose the one the other school sent.")
        ) from None


urls = [
    path("from-file/", take_in, name="take_in"),
    path("<int:program_id>/copy/", copy_program, name="copy_program"),
]
