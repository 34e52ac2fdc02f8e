from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "hamafza.kernel"
    label = "kernel"

    def ready(self) -> None:
        from hamafza.kernel import sqlite

        sqlite.install()
