from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "hamafza.volunteers"
    label = "volunteers"
