"""What the page frame needs on every page."""

from django.conf import settings
from django.http import HttpRequest

from kithwork.apps.ui.navigation import ME, NAVIGATION, items_for, under_the_name


def frame(request: HttpRequest) -> dict[str, object]:
    """The product's name, the viewer, and their navigation."""
    viewer = getattr(request, "viewer", None)
    context: dict[str, object] = {"product": settings.KITHWORK_PRODUCT_NAME, "viewer": viewer}
    if viewer is not None:
        doors = items_for(viewer.role, request.path)
        context["navigation"] = doors
        context["tabs"] = doors[:5]
        context["has_own_me"] = ME in NAVIGATION[viewer.role]
        context["under_the_name"] = under_the_name(viewer.role, request.path)
    return context
