"""Whom somebody chose on a page with the class on it."""

from django.http import HttpRequest

# No class is larger; a longer list is nobody's answer.
MOST = 1000


def chosen(request: HttpRequest) -> set[int]:
    given = request.POST.getlist("named")[:MOST]
    return {int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 19}
