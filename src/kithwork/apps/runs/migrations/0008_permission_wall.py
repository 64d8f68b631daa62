"""The database itself refuses a pair without permission; pairs that stand when it is raised stay."""

from django.db import migrations

from kithwork.apps.runs import permit_wall


class Migration(migrations.Migration):
    dependencies = [("runs", "0007_sheets"), ("consents", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: permit_wall.raise_wall(editor.connection),
            lambda apps, editor: permit_wall.lower_wall(editor.connection),
        )
    ]
