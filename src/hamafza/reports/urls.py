"""Reports, their figures and papers."""

from django.urls import path

from hamafza.reports.views import acts, lists, numbers, readers, report, shared

app_name = "reports"
urlpatterns = [
    path("reports/", lists.listing, name="list"),
    path("reports/print", lists.printed, name="print"),
    path("reports/sheet", lists.sheet_of, name="sheet"),
    path("reports/<int:pk>/", report.page, name="report"),
    path("reports/<int:pk>/lines/<slug:key>", report.lines, name="lines"),
    path("reports/<int:pk>/paper.pdf", report.paper, name="paper"),
    path("reports/<int:pk>/submit", acts.submit, name="submit"),
    path("reports/<int:pk>/nothing", acts.nothing, name="nothing"),
    path("reports/<int:pk>/remark", acts.remark, name="remark"),
    path("reports/<int:pk>/accept", acts.accept, name="accept"),
    path("reports/<int:pk>/back", acts.back, name="back"),
    path("reports/<int:pk>/unlock", acts.unlock, name="unlock"),
    path("reports/numbers", numbers.page, name="numbers"),
    path("reports/numbers/<int:pk>/retire", numbers.retire, name="retire_number"),
    path("reports/<int:pk>/officials", readers.add, name="add_official"),
    path("reports/officials/<int:pk>/remove", readers.remove, name="remove_official"),
    path("reports/receipts/<int:pk>/revoke", readers.revoke, name="revoke_receipt"),
    path("r/<str:token>", shared.page, name="shared"),
    path("r/<str:token>/paper.pdf", shared.paper, name="shared_paper"),
]
