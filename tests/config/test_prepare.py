"""An empty database becomes a house: every place, domain and holiday once, however often it is prepared."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from hamafza.config.management.commands import prepare
from hamafza.kernel import clock
from hamafza.kernel.models import AuditLine
from hamafza.network.models import Domain, Holiday
from hamafza.places.models import Place

FEW = [
    {"path": "IR/11/1104/", "kind": "county", "name_fa": "چابهار", "name_en": "Chabahar", "lat": 25.3, "lng": 60.6},
    {"path": "IR/", "kind": "nation", "name_fa": "ایران", "name_en": "Iran"},
    {"path": "IR/11/", "kind": "province", "name_fa": "سیستان و بلوچستان", "name_en": "Sistan and Baluchestan"},
]


@pytest.fixture
def few_places(db: None, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three instead of thousands; the migrations have run already."""
    path = tmp_path / "places.json"
    path.write_text(json.dumps(FEW), encoding="utf-8")
    monkeypatch.setattr(prepare, "PLACES", path)
    monkeypatch.setattr(prepare, "call_command", lambda *args, **options: None)


def counts() -> tuple[int, int, int]:
    return Place.objects.count(), Domain.objects.count(), Holiday.objects.count()


@pytest.mark.slow  # all holidays of years are written
@pytest.mark.usefixtures("few_places")
class TestPreparing:
    def test_loads_places_domains_and_holidays(self) -> None:
        call_command("prepare")

        places, domains, holidays = counts()
        assert places == 3
        assert domains > 5 and holidays > 20
        assert Place.objects.get(path="IR/11/1104/").parent == Place.objects.get(path="IR/11/")

    def test_twice_is_once(self) -> None:
        call_command("prepare")
        before = counts()

        call_command("prepare")

        assert counts() == before

    def test_leaves_what_people_have_changed(self) -> None:
        call_command("prepare")
        Place.objects.filter(path="IR/11/1104/").update(name_fa="چابهار بزرگ")
        domain = Domain.objects.order_by("pk").first()
        Domain.objects.filter(pk=domain.pk).update(name_fa="نام تازه")

        call_command("prepare")

        assert Place.objects.get(path="IR/11/1104/").name_fa == "چابهار بزرگ"
        assert Domain.objects.get(pk=domain.pk).name_fa == "نام تازه"

    def test_signs_with_its_own_hand(self) -> None:
        call_command("prepare")

        assert set(AuditLine.objects.values_list("by", flat=True)) == {"system:prepare"}
        assert AuditLine.objects.filter(at__gte=clock.now() - timedelta(minutes=1)).exists()


def test_the_places_that_come_with_the_house_are_a_tree() -> None:
    rows = json.loads(prepare.PLACES.read_text(encoding="utf-8"))
    paths = [row["path"] for row in rows]

    assert len(paths) == len(set(paths))
    assert {path.rstrip("/").rpartition("/")[0] + "/" for path in paths if path != "IR/"} <= set(paths)
    assert sum(row["kind"] == "province" for row in rows) == 31
