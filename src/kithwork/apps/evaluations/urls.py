"""The doors of this room."""

from kithwork.apps.evaluations.pages import bring_in, evaluation

app_name = "evaluations"
urlpatterns = [*evaluation.urls, *bring_in.urls]
