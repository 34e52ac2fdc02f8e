from importlib import import_module

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "hamafza.journal"
    label = "journal"

    def ready(self) -> None:
        import_module("hamafza.journal.tasks")
