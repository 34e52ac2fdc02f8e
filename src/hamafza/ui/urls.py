from django.urls import path

from hamafza.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("theme", views.theme, name="theme"),
]
