from importlib import import_module

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "hamafza.volunteers"
    label = "volunteers"

    def ready(self) -> None:
        import_module("hamafza.volunteers.holdings")
