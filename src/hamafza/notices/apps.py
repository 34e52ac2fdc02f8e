from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "hamafza.notices"
    label = "notices"

    def ready(self) -> None:
        import_module("hamafza.notices.reactions")
        import_module("hamafza.notices.tasks")
