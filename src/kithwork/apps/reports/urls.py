"""The doors of this room: each report lists its own."""

from kithwork.apps.reports.certificate import pages as certificate
from kithwork.apps.reports.permission_proof import pages as permission_proof
from kithwork.apps.reports.session_sheets import pages as session_sheets
from kithwork.apps.reports.study_report import pages as study_report
from kithwork.apps.reports.week_plan import pages as week_plan

app_name = "reports"
urlpatterns = [
    *week_plan.urls,
    *session_sheets.urls,
    *permission_proof.urls,
    *study_report.urls,
    *certificate.urls,
]
