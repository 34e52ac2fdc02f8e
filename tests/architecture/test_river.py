"""What the import contract cannot see: relations by string, reactions, and whose a private file is."""

from collections.abc import Iterator
from typing import Any

import grimp
import pytest
from django.apps import apps
from django.db import models
from scripts.map import river

from hamafza.kernel import bus

ORDER = {area: height for height, area in enumerate(river())}
PRIVATE = {"views", "forms", "reactions"}


def area_of(thing: Any) -> str | None:
    package, _, rest = thing.__module__.partition(".")
    return rest.split(".")[0] if package == "hamafza" else None


def relations() -> Iterator[tuple[type[models.Model], Any]]:
    """Every foreign key and many-to-many between two areas."""
    for model in apps.get_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            target = field.related_model
            if area_of(model) and target and area_of(target) and area_of(target) != area_of(model):
                yield model, field


def faults_of(model: type[models.Model], field: Any) -> list[str]:
    here, there = area_of(model), area_of(field.related_model)
    name = f"{model._meta.label}.{field.name}"
    faults = []
    if ORDER[here] <= ORDER[there]:
        faults.append(f"{name} points downstream, from {here} to {there}")
    if field.remote_field.related_name != "+":
        faults.append(f'{name} needs related_name="+", or {there} would know {here}')
    return faults


def test_relations_point_upstream_and_leave_no_trace_there() -> None:
    assert [fault for model, field in relations() for fault in faults_of(model, field)] == []


def test_a_relation_that_points_downstream_is_named() -> None:
    class Planted(models.Model):
        later = models.ForeignKey("feedback.Later", models.CASCADE)

        class Meta:
            app_label = "kernel"
            apps = models.options.Options(None).apps.__class__()  # a registry of its own

    class Later(models.Model):
        class Meta:
            app_label = "feedback"
            apps = Planted._meta.apps

    Planted.__module__, Later.__module__ = "hamafza.kernel.models", "hamafza.feedback.models"

    downstream, traced = faults_of(Planted, Planted._meta.get_field("later"))

    assert "points downstream, from kernel to feedback" in downstream
    assert 'related_name="+"' in traced


def test_reactions_listen_upstream_only() -> None:
    wrong = [
        f"{reaction.__module__}.{reaction.__name__} hears {event.__name__} of {area_of(event)}"
        for event, reactions in bus.subscriptions().items()
        for reaction in reactions
        if area_of(event) and area_of(reaction) and ORDER[area_of(reaction)] < ORDER[area_of(event)]
    ]

    assert wrong == []


@pytest.mark.slow  # reads every import of the project
def test_no_area_uses_the_views_forms_or_reactions_of_another() -> None:
    graph = grimp.build_graph("hamafza", cache_dir=None)
    wrong = [
        f"{importer} imports {module}"
        for module in graph.modules
        if module.count(".") >= 2 and module.split(".")[2] in PRIVATE
        for importer in graph.find_modules_that_directly_import(module)
        if importer.split(".")[1] != module.split(".")[1]
    ]

    assert wrong == []
