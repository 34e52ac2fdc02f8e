"""Feasts of 1405 and 1406 stand in the table from the first day; a coordinator corrects them by the moon."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

DATA = Path(__file__).resolve().parents[1] / "data" / "feasts.json"


def seed(apps: Any, schema_editor: Any) -> None:
    Feast = apps.get_model("gatherings", "Feast")
    rows = json.loads(DATA.read_text(encoding="utf-8"))["feasts"]
    Feast.objects.bulk_create(
        [
            Feast(
                first_on=first, last_on=last, **{name: row[name] for name in ("key", "name_fa", "name_en", "is_lunar")}
            )
            for row in rows
            for first, last in row["days"]
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("gatherings", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
