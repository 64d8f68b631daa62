"""What was imported, what it changed, and how a school's columns are read."""

from django.conf import settings
from django.db import models


class RosterImport(models.Model):
    """One roster file, from preview to report. The file itself is erased; its hash stays."""

    class Status(models.TextChoices):
        READ = "read"
        APPLYING = "applying"
        APPLIED = "applied"
        REFUSED = "refused"
        DROPPED = "dropped"
        UNDONE = "undone"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="roster_imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    layout = models.CharField(max_length=40, blank=True, help_text="oneroster-1.2, sds-v1, sheet …")
    source = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.READ)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    choices = models.JSONField(default=dict, help_text="mapping, school in the file, sheet")
    quarantine = models.CharField(
        max_length=200, blank=True, help_text="where the upload waits, 24 hours at most"
    )
    read_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class RosterChange(models.Model):
    """What one import did to one row, so that it can be undone."""

    roster_import = models.ForeignKey(RosterImport, models.CASCADE, related_name="changes")
    table = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    before = models.JSONField(
        null=True, help_text="changed fields as they were; null: the row was added"
    )

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"


class ColumnMapping(models.Model):
    """How one school reads the columns of one shape of spreadsheet, remembered."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="column_mappings")
    purpose = models.CharField(max_length=20, help_text="roster, needs or volunteers")
    shape = models.CharField(max_length=64, help_text="hash of the header row")
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "purpose", "shape"], name="mapping_once"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.shape[:8]}"
