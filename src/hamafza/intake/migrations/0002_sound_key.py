"""A name is found in any spelling; the names that are already there get their key."""

from django.db import migrations, models

from hamafza_engines.persian import homophone_key


def fill(apps, schema_editor):
    Request = apps.get_model("intake", "Request")
    for request in Request.objects.exclude(applicant_name="").only("pk", "applicant_name").iterator():
        Request.objects.filter(pk=request.pk).update(sound_key=homophone_key(request.applicant_name)[:130])


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.AddField("request", "sound_key", models.CharField(blank=True, default="", max_length=130)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
