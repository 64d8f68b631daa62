"""Schools that were made for programs to try the doors out are marked, so that they are on nobody's page."""

from django.db import migrations, models


def mark(apps, schema_editor):
    apps.get_model("schools", "District").objects.using(schema_editor.connection.alias).filter(
        name="Observer trials", is_demo=True
    ).update(is_trial=True)


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0003_school_phone"),
    ]

    operations = [
        migrations.AddField(
            model_name="district",
            name="is_trial",
            field=models.BooleanField(
                default=False,
                help_text="made for programs that try the doors out: on nobody's page",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
