"""After every report has got the days of its month."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_longer_periods")]

    operations = [
        migrations.AlterField(model_name="report", name="first", field=models.DateField()),
        migrations.AlterField(model_name="report", name="last", field=models.DateField()),
    ]
