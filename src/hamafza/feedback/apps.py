from importlib import import_module

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "hamafza.feedback"
    label = "feedback"

    def ready(self) -> None:
        import_module("hamafza.feedback.reactions")
        import_module("hamafza.feedback.tasks")
