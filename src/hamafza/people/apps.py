from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "hamafza.people"
    label = "people"
