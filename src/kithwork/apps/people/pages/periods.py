"""Period names: what the roster says, and what that is in the school's own bells."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.verdict import require
from kithwork.apps.people import actions, policies, queries
from kithwork.apps.people.forms import PeriodNameForm
from kithwork.apps.schools.queries import school_of
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def period_names(request: HttpRequest) -> HttpResponse:
    """A row for each period word of the roster; saving gives every class its times anew."""
    require(policies.may_open_people(request.viewer))
    require(policies.may_edit_people(request.viewer))
    page = queries.period_names_page(request.viewer)
    rows = [(period, _form(request, page, number)) for number, period in enumerate(page.periods)]
    valid = [form.is_valid() for _period, form in rows]
    if request.method == "POST" and all(valid):
        said = {form.cleaned_data["theirs"]: form.said for _period, form in rows}
        known = {period.theirs for period in page.periods}
        if set(said) == known:
            actions.name_all_periods(school_of(request.viewer), said, by=request.viewer)
            toast(request, _("The periods are named. Classes have their times."))
            return redirect("people:period_names")
        toast(request, _("The roster changed meanwhile. Look at the names once more."))
        return redirect("people:period_names")
    return render(request, "people/period_names.html", {"page": page, "rows": rows})


def _form(request: HttpRequest, page, number: int) -> PeriodNameForm:
    period = page.periods[number]
    # The same word in both places is offered; a person still presses Save.
    offered = period.ours or ([period.theirs] if period.theirs in page.labels else [])
    start = {
        "theirs": period.theirs,
        "ours": offered[0] if offered else "",
        "also": offered[1] if len(offered) > 1 else "",
        "cycle_days": period.cycle_days,
    }
    return PeriodNameForm(
        request.POST or None,
        initial=start,
        prefix=f"p{number}",
        labels=[*page.labels, *(label for label in offered if label not in page.labels)],
        days=page.days,
    )
