"""Who takes part, who plans, which adults are there, and roles given and taken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.events import actions, policies, queries
from kithwork.apps.events.forms import HOW, RoleForm
from kithwork.apps.events.pages.opening import event_to_change
from kithwork.apps.events.wording import CHOSEN
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried, whole_or_404


@require_safe
def people(request: HttpRequest, event_id: int) -> HttpResponse:
    """Everybody on the list, and a way to ask more."""
    one = event_to_change(request, event_id)
    words = request.GET.get("q", "")[:80]
    page = {
        "event": one,
        "page": queries.people_page(request.viewer, one, words),
        "words": words,
        "may_name_adults": policies.may_name_adults(request.viewer, one),
        "adults_to_name": queries.adults_to_name(request.viewer, one),
    }
    return render(request, "events/people.html", page)


@require_POST
def add_student(request: HttpRequest, event_id: int) -> HttpResponse:
    one = event_to_change(request, event_id)
    student = queries.student_to_invite_or_404(
        request.viewer, whole_or_404(request.POST.get("student"))
    )
    plans = request.POST.get("plans") == "1"
    row = actions.add_student(one, student, is_planner=plans, by=request.viewer)
    text = _("%(name)s is on the list.") % {"name": student.called}
    toast(request, text, undo_url=reverse("events:remove_student", args=[row.pk]))
    return redirect("events:people", one.pk)


@require_POST
def add_run(request: HttpRequest, event_id: int) -> HttpResponse:
    one = event_to_change(request, event_id)
    actions.add_everybody_of_the_run(one, by=request.viewer)
    toast(request, _("Everybody of the run is on the list."))
    return redirect("events:people", one.pk)


@require_POST
def remove_student(request: HttpRequest, event_student_id: int) -> HttpResponse:
    row = queries.place_or_404(request.viewer, event_student_id)
    actions.remove_student(row, by=request.viewer)
    text = _("%(name)s is off the list.") % {"name": row.student.called}
    toast(
        request,
        text,
        undo_url=reverse("events:add_student", args=[row.event_id]),
        undo_fields={"student": row.student_id, "plans": "1" if row.is_planner else ""},
    )
    return redirect("events:people", row.event_id)


@require_POST
def set_planner(request: HttpRequest, event_student_id: int) -> HttpResponse:
    """Plans it; had the idea; or takes part only."""
    row = queries.place_or_404(request.viewer, event_student_id)
    part = request.POST.get("part", "")
    actions.set_planner(
        row, is_planner=part in {"plans", "idea"}, had_idea=part == "idea", by=request.viewer
    )
    return redirect("events:people", row.event_id)


@require_POST
def say_both_plan(request: HttpRequest, event_id: int) -> HttpResponse:
    one = event_to_change(request, event_id)
    actions.say_both_plan(one, is_so=request.POST.get("so") == "1", by=request.viewer)
    return redirect("events:people", one.pk)


@require_POST
def name_adult(request: HttpRequest, event_id: int) -> HttpResponse:
    """One more adult who is there, or one fewer."""
    one = event_to_change(request, event_id)
    adults = queries.adults_with(
        request.viewer,
        one,
        whole_or_404(request.POST.get("staff")),
        is_there=request.POST.get("there") == "1",
    )
    actions.name_adults(one, adults, by=request.viewer)
    toast(request, _("Changed."))
    return redirect("events:people", one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, event_id: int) -> HttpResponse:
    """What everybody may choose: each role gives and receives. Posting adds a role of one's own."""
    one = event_to_change(request, event_id)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: actions.add_role(one, **form.cleaned_data, by=request.viewer)
    ):
        toast(request, _("The role is there to be chosen."))
        return redirect("events:roles", one.pk)
    page = {
        "event": one,
        "lines": queries.role_lines(one),
        "people": [row.student for row in queries.students_on_the_list(one)],
        "ways": HOW,
        "chosen": CHOSEN.items(),
        "form": form,
    }
    return render(request, "events/roles.html", page)


@require_POST
def take_role(request: HttpRequest, event_role_id: int) -> HttpResponse:
    role = queries.role_or_404(request.viewer, event_role_id)
    student = queries.listed_student_or_404(
        role.event, whole_or_404(request.POST.get("student") or "0")
    )
    chosen, how = request.POST.get("chosen", ""), request.POST.get("how", "")
    holder = actions.take_role(role, student, chosen=chosen, how=how, by=request.viewer)
    text = _("%(name)s: %(role)s.") % {"name": student.called, "role": role.name}
    toast(request, text, undo_url=reverse("events:give_back_role", args=[holder.pk]))
    return redirect("events:roles", role.event_id)


@require_POST
def give_back_role(request: HttpRequest, role_holder_id: int) -> HttpResponse:
    holder = queries.holder_or_404(request.viewer, role_holder_id)
    actions.give_back_role(holder, by=request.viewer)
    toast(request, _("The role is free again."))
    return redirect("events:roles", holder.role.event_id)


@require_POST
def drop_role(request: HttpRequest, event_role_id: int) -> HttpResponse:
    role = queries.role_or_404(request.viewer, event_role_id)
    actions.drop_role(role, by=request.viewer)
    toast(request, _("The role is taken off this event."))
    return redirect("events:roles", role.event_id)


urls = [
    path("<int:event_id>/people/", people, name="people"),
    path("<int:event_id>/people/add/", add_student, name="add_student"),
    path("<int:event_id>/people/run/", add_run, name="add_run"),
    path("<int:event_id>/people/both/", say_both_plan, name="say_both_plan"),
    path("<int:event_id>/adults/", name_adult, name="name_adult"),
    path("people/<int:event_student_id>/remove/", remove_student, name="remove_student"),
    path("people/<int:event_student_id>/plans/", set_planner, name="set_planner"),
    path("<int:event_id>/roles/", roles, name="roles"),
    path("roles/<int:event_role_id>/take/", take_role, name="take_role"),
    path("roles/<int:event_role_id>/drop/", drop_role, name="drop_role"),
    path("roles/held/<int:role_holder_id>/give-back/", give_back_role, name="give_back_role"),
]
