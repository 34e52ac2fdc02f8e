"""The domains and the holidays that come with the product."""

import json
from datetime import date
from importlib.resources import files
from typing import Any

import holidays
from persiantools.jdatetime import JalaliDate


def load(name: str) -> Any:
    return json.loads((files("hamafza.network") / "data" / name).read_text(encoding="utf-8"))


class TestDomains:
    def test_are_twenty_each_named_in_both_languages(self) -> None:
        domains = load("domains.json")["domains"]
        assert len({d["key"] for d in domains}) == len(domains) == 20
        assert len({d["name_fa"] for d in domains}) == len({d["name_en"] for d in domains}) == 20
        assert [d["order"] for d in domains] == list(range(1, 21))

    def test_wear_the_colours_of_the_house(self) -> None:
        tones = {"teal", "lapis", "green", "saffron", "pomegranate", "mint"}
        assert {d["tone"] for d in load("domains.json")["domains"]} == tones

    def test_mark_what_must_be_kept_close(self) -> None:
        assert {d["key"] for d in load("domains.json")["domains"] if d["sensitive"]} == {
            "health", "counselling", "women_family", "child_protection", "addiction", "prisoners",
        }  # fmt: skip


class TestHolidays:
    rows = load("holidays.json")["holidays"]

    def test_tell_the_same_day_in_both_calendars(self) -> None:
        for row in self.rows:
            day = JalaliDate(date.fromisoformat(row["date"]))
            assert row["jalali"] == f"{day.year}/{day.month:02d}/{day.day:02d}"

    def test_are_the_days_of_an_independent_table(self) -> None:
        theirs = holidays.country_holidays("IR", years=range(2025, 2029))
        within = {day for day in theirs if 1404 <= JalaliDate(day).year <= 1406}
        assert {date.fromisoformat(row["date"]) for row in self.rows} == within

    def test_hold_the_fixed_days_of_each_year(self) -> None:
        days = {row["jalali"] for row in self.rows}
        fixed = ("01/01", "01/02", "01/03", "01/04", "01/12", "01/13", "03/14", "03/15", "11/22", "12/29")
        assert {f"{year}/{day}" for year in (1404, 1405, 1406) for day in fixed} <= days

    def test_hold_the_moving_days_of_each_year(self) -> None:
        for year in ("1404", "1405", "1406"):
            moving = {row["name_en"] for row in self.rows if row["lunar"] and row["jalali"].startswith(year)}
            assert {
                "Tasua",
                "Ashura",
                "Arbaeen",
                "Eid al-Adha",
                "Eid al-Ghadir",
                "Martyrdom of Fatima",
            } <= moving

    def test_rest_on_friday(self) -> None:
        weekly = {rule["weekday"]: rule["rule"] for rule in load("holidays.json")["weekly"]}
        assert weekly == {"friday": "off", "thursday": "by_centre"}
