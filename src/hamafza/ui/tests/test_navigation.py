import pytest
from django.test import RequestFactory

from hamafza.ui import navigation, person


@pytest.fixture
def only_these(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    return navigation.register


def visit(path="/ui/"):
    return RequestFactory().get(path)


class TestTheNavigation:
    def test_is_grouped_and_ordered(self, only_these):
        only_these("دوم", "ب", "ui:plain", 200)
        only_these("", "الف", "ui:gallery", 0)
        only_these("دوم", "پ", "ui:sheet", 100)

        assert [(g.label, [link.label for link in g.links]) for g in navigation.groups(visit())] == [
            ("", ["الف"]),
            ("دوم", ["پ", "ب"]),
        ]

    def test_hides_what_is_not_permitted(self, only_these):
        only_these("", "الف", "ui:gallery", 0, lambda request: False)

        assert navigation.groups(visit()) == []

    def test_counts_what_waits(self, only_these):
        only_these("", "الف", "ui:gallery", 0, badge=lambda request: 7)

        assert navigation.groups(visit())[0].links[0].badge == 7

    @pytest.mark.parametrize(
        ("path", "current"),
        [("/ui/", "الف"), ("/ui/sheet", "ب"), ("/ui/sheet/deeper", "ب"), ("/elsewhere", None)],
    )
    def test_marks_the_nearest_entry(self, only_these, path, current):
        only_these("", "الف", "ui:gallery", 0)
        only_these("", "ب", "ui:sheet", 1)

        links = navigation.groups(visit(path))[0].links

        assert [link.label for link in links if link.current] == ([current] if current else [])

    def test_gives_the_phone_its_four_in_order(self, only_these):
        for n, name in enumerate(["gallery", "plain", "sheet", "theme"]):
            only_these("", name, f"ui:{name}", n, short="کوتاه" if name in {"sheet", "theme"} else "")

        dock = navigation.dock(navigation.groups(visit()), size=3)

        assert [link.label for link in dock] == ["gallery", "sheet", "theme"]


class TestThePersonLine:
    def test_has_two_letters(self):
        assert person.PersonLine("زهرا مرادی", "دبیر").initials == "زم"

    def test_is_nobody_for_a_visitor(self):
        assert person.person_line(visit()) is None
