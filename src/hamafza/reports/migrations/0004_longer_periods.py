"""A report is of a month, a season, a year or a campaign; those that exist are of months."""

from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def months(apps, schema):
    """The days of what exists."""
    from persiantools.jdatetime import JalaliDate

    report = apps.get_model("reports", "Report")
    for code in report.objects.order_by().values_list("month", flat=True).distinct():
        year, number = divmod(code, 100)
        following = JalaliDate(year + number // 12, number % 12 + 1, 1).to_gregorian()
        first = JalaliDate(year, number, 1).to_gregorian()
        report.objects.filter(month=code).update(first=first, last=following - timedelta(days=1))


def nothing(apps, schema):
    """Reports of longer periods do not fit into the tables of before."""
    apps.get_model("reports", "Opened").objects.exclude(kind="month").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0001_initial"),
        ("places", "0002_places_by_alphabet"),
        ("reports", "0003_photos"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-last", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="a_centre_reports_a_month_once",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="a_place_reports_a_month_once",
        ),
        migrations.AddField(
            model_name="opened",
            name="kind",
            field=models.CharField(
                choices=[("month", "ماه"), ("season", "فصل"), ("year", "سال"), ("campaign", "پویش")],
                default="month",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="first",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="kind",
            field=models.CharField(
                choices=[("month", "ماه"), ("season", "فصل"), ("year", "سال"), ("campaign", "پویش")],
                default="month",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="last",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="opened",
            name="month",
            field=models.IntegerField(),
        ),
        migrations.AddConstraint(
            model_name="opened",
            constraint=models.UniqueConstraint(fields=("kind", "month"), name="a_period_is_asked_for_once"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="place",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
        ),
        migrations.AddField(
            model_name="report",
            name="campaign",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="reports.campaign"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("campaign", None), ("centre__isnull", False)),
                fields=("centre", "kind", "month"),
                name="a_centre_reports_a_period_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("campaign", None), ("centre", None)),
                fields=("place", "kind", "month"),
                name="a_place_reports_a_period_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("campaign__isnull", False), ("centre__isnull", False)),
                fields=("campaign", "centre"),
                name="a_centre_reports_a_campaign_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("campaign__isnull", False), ("centre", None)),
                fields=("campaign", "place"),
                name="a_place_reports_a_campaign_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("campaign__isnull", False), ("kind", "campaign")),
                    models.Q(models.Q(("kind", "campaign"), _negated=True), ("campaign", None)),
                    _connector="OR",
                ),
                name="a_report_of_a_campaign_has_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lte", models.F("last"))), name="a_period_begins_before_it_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_campaign_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lte", models.F("last"))), name="a_campaign_begins_before_it_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("place", "name", "first"),
                name="a_campaign_is_called_once",
            ),
        ),
        migrations.RunPython(months, nothing),
    ]
