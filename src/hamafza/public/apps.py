from importlib import import_module

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "hamafza.public"
    label = "public"

    def ready(self) -> None:
        import_module("hamafza.public.tasks")
