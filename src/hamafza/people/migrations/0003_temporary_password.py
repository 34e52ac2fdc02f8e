from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_api_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="temporary_until",
            field=models.DateTimeField(null=True),
        ),
    ]
