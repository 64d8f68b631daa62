"""The planning team: who sits on it, its meetings, and what specialists said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.programs import actions, queries
from kithwork.apps.programs.forms import InputForm, MeetingForm, RhythmForm
from kithwork.apps.programs.pages.opening import program_to_change, shown
from kithwork.apps.programs.wording import SEATS
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried, whole_or_404


@require_safe
def team(request: HttpRequest, program_id: int) -> HttpResponse:
    """Who sits on the team, and who could."""
    one = queries.program_or_404(request.viewer, program_id)
    words = request.GET.get("q", "")
    page = shown(
        request,
        one,
        page=queries.team_page(request.viewer, one, words),
        words=words,
        adults=queries.staff_to_name(request.viewer),
        seats=[pair for pair in SEATS.items() if pair[0] != "student"],
        rhythm=RhythmForm(initial={"rhythm": one.rhythm, "meets": one.meets}),
    )
    return render(request, "programs/team.html", page)


@require_POST
def add_member(request: HttpRequest, program_id: int) -> HttpResponse:
    """An adult of the school, a student, or a family member by name."""
    one, viewer = program_to_change(request, program_id), request.viewer
    staff_id, student_id = request.POST.get("staff", ""), request.POST.get("student", "")
    who = actions.Who(
        staff=queries.staff_or_none(viewer, whole_or_404(staff_id)) if staff_id else None,
        student=queries.student_or_none(viewer, whole_or_404(student_id)) if student_id else None,
        name=request.POST.get("name", ""),
    )
    actions.add_member(one, who, seat=request.POST.get("seat", ""), by=viewer)
    toast(request, _("They sit on the team now."))
    return redirect("programs:team", one.pk)


@require_POST
def say_part(request: HttpRequest, member_id: int) -> HttpResponse:
    """Coordinator, deputy, or member."""
    member = queries.member_or_404(request.viewer, member_id)
    actions.say_part(member, part=request.POST.get("part", ""), by=request.viewer)
    toast(request, _("Kept."))
    return redirect("programs:team", member.program_id)


@require_POST
def remove_member(request: HttpRequest, member_id: int) -> HttpResponse:
    member = queries.member_or_404(request.viewer, member_id)
    actions.remove_member(member, by=request.viewer)
    toast(request, _("They are off the team. The meetings they came to stay."))
    return redirect("programs:team", member.program_id)


@require_POST
def set_rhythm(request: HttpRequest, program_id: int) -> HttpResponse:
    one = program_to_change(request, program_id)
    rhythm, meets = request.POST.get("rhythm", ""), request.POST.get("meets", "")
    actions.set_rhythm(one, rhythm=rhythm, meets=meets, by=request.viewer)
    toast(request, _("Kept."))
    return redirect("programs:team", one.pk)


@require_safe
def meetings(request: HttpRequest, program_id: int) -> HttpResponse:
    """Every meeting: when, who came, what was decided."""
    one = queries.program_or_404(request.viewer, program_id)
    page = shown(request, one, meetings=queries.meetings_of(one))
    return render(request, "programs/meetings.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def add_meeting(request: HttpRequest, program_id: int) -> HttpResponse:
    """Write a meeting down."""
    one = program_to_change(request, program_id)
    here = [seat.member for seat in queries.team_page(request.viewer, one).seats]
    form = MeetingForm(request.POST or None, people=[(who.pk, who.called) for who in here])

    def keep() -> None:
        data = form.cleaned_data
        chosen = set(data.pop("came"))
        came = [who for who in here if who.pk in chosen]
        actions.keep_meeting(one, came=came, by=request.viewer, **data)

    if request.method == "POST" and tried(form, keep):
        toast(request, _("The meeting is written down."))
        return redirect("programs:meetings", one.pk)
    page = shown(request, one, form=form, nobody=not here)
    return render(request, "programs/add_meeting.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def add_input(request: HttpRequest, program_id: int) -> HttpResponse:
    """Write down what a specialist said about the program."""
    one = program_to_change(request, program_id)
    form = InputForm(request.POST or None, staff=queries.staff_to_name(request.viewer))
    if request.method == "POST" and tried(
        form, lambda: actions.add_specialist_input(one, **form.cleaned_data, by=request.viewer)
    ):
        toast(request, _("Kept."))
        return redirect("programs:team", one.pk)
    return render(request, "programs/add_input.html", shown(request, one, form=form))


urls = [
    path("<int:program_id>/team/", team, name="team"),
    path("<int:program_id>/team/add/", add_member, name="add_member"),
    path("<int:program_id>/team/rhythm/", set_rhythm, name="set_rhythm"),
    path("member/<int:member_id>/part/", say_part, name="say_part"),
    path("member/<int:member_id>/remove/", remove_member, name="remove_member"),
    path("<int:program_id>/meetings/", meetings, name="meetings"),
    path("<int:program_id>/meetings/add/", add_meeting, name="add_meeting"),
    path("<int:program_id>/specialists/add/", add_input, name="add_input"),
]
