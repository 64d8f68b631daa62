"""Files to take home."""

from django.http import HttpResponse


def as_file(content: str | bytes, name: str, kind: str = "application/toml") -> HttpResponse:
    """An answer that the browser saves under this name."""
    answer = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
