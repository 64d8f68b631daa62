"""What was imported, what it changed, and how a school's columns are read."""

from django.conf import settings
from django.db import models


class RosterImport(models.Model):
    """One roster file, from preview to report. The file itself is erased; its hash stays."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded"
        READING = "reading"
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
    status = models.CharField(max_length=10, choices=Status, default=Status.UPLOADED)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    choices = models.JSONField(default=dict, help_text="mapping, school in the file, sheet")
    quarantine = models.CharField(
        max_length=200, blank=True, help_text="where the upload waits, 24 hours at most"
    )
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class RosterChange(models.Model):
    """What one import did to up to a thousand rows of one table, so that it can be undone."""

    roster_import = models.ForeignKey(RosterImport, models.CASCADE, related_name="changes")
    place = models.PositiveIntegerField(help_text="order in which it was done")
    table = models.CharField(max_length=40)
    rows = models.JSONField(
        help_text="[row id, fields before, fields after]; before null: the row was added"
    )

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.table}, {len(self.rows)} rows"


class SourceStamp(models.Model):
    """When the source last touched a row we hold, so that older news can be told from newer."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    table = models.CharField(max_length=20)
    row_id = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "row_id"], name="source_stamp_once"),
        ]

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
