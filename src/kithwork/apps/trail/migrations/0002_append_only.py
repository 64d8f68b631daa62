"""The database itself refuses to change or remove a line of the trail."""

from django.db import migrations

from kithwork.apps.trail import wall


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: wall.raise_wall(editor.connection),
            lambda apps, editor: wall.lower_wall(editor.connection),
        )
    ]
