from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "hamafza.journal"
    label = "journal"
