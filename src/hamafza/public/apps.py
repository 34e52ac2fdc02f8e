from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "hamafza.public"
    label = "public"
