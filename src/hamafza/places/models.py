"""A place carries its whole ancestry in `path`, so that "everything under this county" is one index scan."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.alphabet import by_alphabet
from hamafza.places import paths


class Kind(models.TextChoices):
    NATION = "nation", _("کشور")
    PROVINCE = "province", _("استان")
    COUNTY = "county", _("شهرستان")
    DISTRICT = "district", _("بخش")
    CITY = "city", _("شهر")
    VILLAGE = "village", _("روستا")
    NEIGHBOURHOOD = "neighbourhood", _("محله")


class PlaceQuerySet(models.QuerySet["Place"]):
    def under(self, path: str) -> "PlaceQuerySet":
        return self.filter(path__startswith=path)

    def provinces(self) -> "PlaceQuerySet":
        return self.filter(kind=Kind.PROVINCE)


class Place(models.Model):
    """A part of the country. Public data: everyone may see it."""

    path = models.CharField(max_length=60, unique=True)  # "IR/11/1104/": each level ends with a slash
    kind = models.CharField(max_length=15, choices=Kind)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name_fa = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    search_key = models.CharField(max_length=80, db_index=True)
    sort_key = models.CharField(max_length=120)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    population = models.IntegerField(null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = [by_alphabet("name_fa"), "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(path__endswith="/"), name="place_path_ends_with_slash"),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_fa

    @property
    def code(self) -> str:
        return self.path.rstrip("/").rsplit("/", 1)[-1]

    @property
    def access_path(self) -> str:
        return self.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset()

    def ancestor_path(self, level: int) -> str:
        """The path cut at a level: 0 nation, 1 province, 2 county; a place that is wider is its own."""
        return paths.cut(self.path, level)

    @property
    def province_path(self) -> str:
        return self.ancestor_path(1)

    @property
    def county_path(self) -> str:
        return self.ancestor_path(2)
