"""Review a draft: the week, the reasons, what is open and what would fix it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kithwork.apps.plans import queries
from kithwork.apps.plans.queries.review import VIEWS, Filters


def filters_of(request: HttpRequest) -> Filters:
    """The filters the address says; a wrong word counts as none."""
    view = request.GET.get("view", "")
    return Filters(
        view=view if view in VIEWS else "week",
        who=request.GET.get("who", "")[:80].replace("\x00", ""),
        open_only=request.GET.get("open") == "1",
        mark_new=request.GET.get("filtered") != "1" or request.GET.get("new") == "1",
        page=_page(request.GET.get("page", "1")),
    )


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 4 else 1


@require_safe
def review(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The whole plan on one page, with one session or open need opened beside it."""
    draft = queries.draft_or_404(request.viewer, draft_id)
    page = {"page": queries.review_page(draft, filters_of(request)), "draft": draft}
    if request.GET.get("need"):
        page["need_panel"] = _need_panel(request, draft)
    elif request.GET.get("session"):
        page["session_panel"] = _session_panel(
            request.GET.get("session", ""), request.GET.get("slot"), draft
        )
    return render(request, "plans/review.html", page)


@require_safe
def cell(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Every pair of one cell of the grid."""
    draft = queries.draft_or_404(request.viewer, draft_id)
    day, period = _whole(request.GET.get("day")), _whole(request.GET.get("period"))
    chips = queries.cell_chips(draft, filters_of(request), day, period)
    return render(request, "plans/_cell.html", {"chips": chips, "draft": draft})


@require_safe
def session(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Why this pair, why not another, and swapping by hand."""
    draft = queries.draft_or_404(request.viewer, draft_id)
    panel = _session_panel(request.GET.get("need", ""), request.GET.get("slot"), draft)
    if not request.htmx:
        page = {
            "page": queries.review_page(draft, filters_of(request)),
            "draft": draft,
            "session_panel": panel,
        }
        return render(request, "plans/review.html", page)
    return render(request, "plans/_session.html", {"session_panel": panel, "draft": draft})


@require_safe
def need(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Why a need is open now, and the fixes a search has confirmed."""
    draft = queries.draft_or_404(request.viewer, draft_id)
    panel = _need_panel(request, draft)
    if not request.htmx:
        page = {
            "page": queries.review_page(draft, filters_of(request)),
            "draft": draft,
            "need_panel": panel,
        }
        return render(request, "plans/review.html", page)
    # Beside the grid it needs a heading of its own; under the need's name it does not.
    name = "plans/_need_card.html" if request.htmx.target == "panel" else "plans/_need.html"
    return render(request, name, {"need_panel": panel, "draft": draft})


def _need_panel(request: HttpRequest, draft: object) -> object:
    panel = queries.need_panel(draft, request.GET.get("need", ""))
    if panel is None:
        raise Http404
    return panel


def _session_panel(need: str, slot: str | None, draft: object) -> object:
    panel = queries.session_panel(draft, need, _whole(slot))
    if panel is None:
        raise Http404
    return panel


def _whole(text: str | None) -> int:
    """A small whole number of the address, or 404."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise Http404
    return int(text)
