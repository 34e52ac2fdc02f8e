"""Reports, their figures and papers."""

from django.urls import path

from hamafza.reports.views import acts, calendar, league, lists, nation, numbers, period, readers, report, shared

app_name = "reports"
urlpatterns = [
    path("reports/", lists.listing, name="list"),
    path("reports/print", lists.printed, name="print"),
    path("reports/sheet", lists.sheet_of, name="sheet"),
    path("reports/<int:pk>/", report.page, name="report"),
    path("reports/<int:pk>/lines/<slug:key>", report.lines, name="lines"),
    path("reports/<int:pk>/paper.pdf", report.paper, name="paper"),
    path("reports/<int:pk>/poster.png", report.poster, name="poster"),
    path("reports/<int:pk>/sheet", report.sheet_of, name="report_sheet"),
    path("reports/<int:pk>/submit", acts.submit, name="submit"),
    path("reports/<int:pk>/nothing", acts.nothing, name="nothing"),
    path("reports/<int:pk>/remark", acts.remark, name="remark"),
    path("reports/<int:pk>/accept", acts.accept, name="accept"),
    path("reports/<int:pk>/back", acts.back, name="back"),
    path("reports/<int:pk>/unlock", acts.unlock, name="unlock"),
    path("reports/calendar", calendar.page, name="calendar"),
    path("reports/calendar/print", calendar.printed, name="calendar_print"),
    path("reports/calendar/sheet", calendar.sheet_of, name="calendar_sheet"),
    path("reports/league", league.listing, name="league"),
    path("reports/league/print", league.printed, name="league_print"),
    path("reports/league/sheet", league.sheet_of, name="league_sheet"),
    path("reports/nation", nation.page, name="nation"),
    path("reports/nation/print", nation.printed, name="nation_print"),
    path("reports/nation/sheet", nation.sheet_of, name="nation_sheet"),
    path("reports/nation/<slug:code>/", nation.page, name="province"),
    path("reports/nation/<slug:code>/print", nation.printed, name="province_print"),
    path("reports/nation/<slug:code>/sheet", nation.sheet_of, name="province_sheet"),
    path("reports/period", period.page, name="period"),
    path("reports/period/lines/<slug:key>", period.lines, name="period_lines"),
    path("reports/period/paper.pdf", period.paper, name="period_paper"),
    path("reports/period/sheet", period.sheet_of, name="period_sheet"),
    path("reports/numbers", numbers.page, name="numbers"),
    path("reports/numbers/<int:pk>/retire", numbers.retire, name="retire_number"),
    path("reports/<int:pk>/officials", readers.add, name="add_official"),
    path("reports/officials/<int:pk>/remove", readers.remove, name="remove_official"),
    path("reports/receipts/<int:pk>/revoke", readers.revoke, name="revoke_receipt"),
    path("r/<str:token>", shared.page, name="shared"),
    path("r/<str:token>/paper.pdf", shared.paper, name="shared_paper"),
    path("r/<str:token>/poster.png", shared.poster, name="shared_poster"),
]
