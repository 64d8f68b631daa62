"""What a phone needs to put the capture page on its home screen. It names nobody."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

RAIL, CANVAS = "#0B413C", "#F3F6F2"
SIZES = (192, 512)


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Which page the home screen opens, and with which icon."""
    icons = [
        {
            "src": static(f"ui/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in SIZES
        for purpose in ("any", "maskable")
    ]
    said = {
        "id": "/observe/",
        "name": settings.KITHWORK_PRODUCT_NAME,
        "short_name": settings.KITHWORK_PRODUCT_NAME,
        "description": _("Observe with one thumb, with or without a network."),
        "start_url": "/observe/",
        "scope": "/",
        "display": "standalone",
        "background_color": CANVAS,
        "theme_color": RAIL,
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")
