from django.urls import path

from hamafza.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("plain", views.plain, name="plain"),
    path("sheet", views.sheet, name="sheet"),
    path("theme", views.theme, name="theme"),
]
