"""Words are found however they are spaced: the keys of the requests that are already there are made anew."""

from django.db import migrations

from hamafza_engines.persian import compact_key


def fill(apps, schema_editor):
    Request = apps.get_model("intake", "Request")
    for request in Request.objects.only("pk", "applicant_name", "text").iterator():
        key = compact_key(f"{request.applicant_name} {request.text}")
        Request.objects.filter(pk=request.pk).update(search_key=key)


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_import_files")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
