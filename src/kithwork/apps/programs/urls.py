"""The doors of this room."""

from kithwork.apps.programs.pages import (
    approvals,
    copying,
    decide,
    fidelity,
    kit,
    programs,
    readiness,
    stages,
    sustain,
    team,
)

app_name = "programs"
urlpatterns = [
    *programs.urls,
    *copying.urls,
    *decide.urls,
    *team.urls,
    *approvals.urls,
    *readiness.urls,
    *fidelity.urls,
    *stages.urls,
    *sustain.urls,
    *kit.urls,
]
