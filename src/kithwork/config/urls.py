"""All the doors. Each room lists its own; here is only where each room begins."""

from django.urls import include, path

from kithwork.apps.accounts.urls import sign_in_urls

urlpatterns = [
    *sign_in_urls,
    path("", include("kithwork.apps.home.urls")),
    path("", include("kithwork.apps.accounts.urls")),
    path("", include("kithwork.apps.ui.urls")),
    path("", include("kithwork.apps.entrances.urls")),
    path("jobs/", include("kithwork.apps.jobs.urls")),
    path("trail/", include("kithwork.apps.trail.urls")),
    path("school/", include("kithwork.apps.schools.urls")),
    path("people/", include("kithwork.apps.people.urls")),
    path("needs/", include("kithwork.apps.needs.urls")),
    path("about-me/", include("kithwork.apps.about_me.urls")),
    path("joining/", include("kithwork.apps.recruiting.urls")),
    path("permissions/", include("kithwork.apps.consents.urls")),
    path("training/", include("kithwork.apps.training.urls")),
    path("peers/", include("kithwork.apps.peers.urls")),
    path("program/", include("kithwork.apps.programs.urls")),
    path("plan/", include("kithwork.apps.plans.urls")),
    path("practices/", include("kithwork.apps.practices.urls")),
    path("sessions/", include("kithwork.apps.runs.urls")),
    path("safety/", include("kithwork.apps.safety.urls")),
    path("care/", include("kithwork.apps.care.urls")),
    path("events/", include("kithwork.apps.events.urls")),
    path("courses/", include("kithwork.apps.courses.urls")),
    path("voices/", include("kithwork.apps.reflections.urls")),
    path("friendships/", include("kithwork.apps.friendships.urls")),
    path("observe/", include("kithwork.apps.observations.urls")),
    path("decide/", include("kithwork.apps.suggestions.urls")),
    path("api/v1/", include("kithwork.apps.observations.api_urls")),
    path("evaluations/", include("kithwork.apps.evaluations.urls")),
    path("studies/", include("kithwork.apps.studies.urls")),
    path("progress/", include("kithwork.apps.progress.urls")),
    path("reports/", include("kithwork.apps.reports.urls")),
    path("import/", include("kithwork.apps.integrations.urls")),
]

handler400 = "kithwork.apps.ui.pages.errors.bad_request"
handler403 = "kithwork.apps.ui.pages.errors.forbidden"
handler404 = "kithwork.apps.ui.pages.errors.not_found"
handler429 = "kithwork.apps.ui.pages.errors.too_many"  # asked for by the sign-in library
handler500 = "kithwork.apps.ui.pages.errors.server_error"
