"""The pictures pressed so far: one more with each press, and from the start when asked."""

from django.http import HttpRequest

from kithwork.apps.entrances.keys import PICTURES
from kithwork.apps.entrances.limits import limit


def so_far_of(request: HttpRequest) -> list[str]:
    """What was pressed before, and what is pressed now. Works press by press, without a script too."""
    if request.method != "POST" or "again" in request.POST:
        return []
    said = [*request.POST.get("so_far", "").split(), request.POST.get("picture", "")]
    return [one for one in said if one in PICTURES][: limit("pictures_chosen")]
