"""Those who serve: hours, the ladder, thanks, how it was; and a volunteer's own parts."""

from django.urls import path

from hamafza.care.views import criteria, feelings, mine, people, thanks

app_name = "care"

urlpatterns = [
    path("care/hours", people.listing, name="people"),
    path("care/hours/print", people.printed, name="people_print"),
    path("care/hours/sheet", people.exported, name="people_sheet"),
    path("care/volunteers/<int:pk>/", people.page, name="volunteer"),
    path("care/volunteers/<int:pk>/contact", people.contact, name="contact"),
    path("care/steps/<int:pk>/grant", people.grant, name="grant"),
    path("care/steps/<int:pk>/countersign", people.countersign, name="countersign"),
    path("care/steps/<int:pk>/refuse", people.refuse, name="refuse"),
    path("care/thanks", thanks.owed, name="thanks"),
    path("care/thanks/print", thanks.owed_printed, name="thanks_print"),
    path("care/thanks/sheet", thanks.owed_sheet, name="thanks_sheet"),
    path("care/thanks/send", thanks.send, name="thank"),
    path("care/letters", thanks.letters, name="letters"),
    path("care/letters/print", thanks.letters_printed, name="letters_print"),
    path("care/letters/sheet", thanks.letters_sheet, name="letters_sheet"),
    path("care/letters/papers.pdf", thanks.papers, name="papers"),
    path("care/letters/<int:pk>.pdf", thanks.paper, name="letter"),
    path("care/feelings", feelings.listing, name="feelings"),
    path("care/feelings/print", feelings.printed, name="feelings_print"),
    path("care/feelings/sheet", feelings.exported, name="feelings_sheet"),
    path("care/criteria", criteria.page, name="criteria"),
    path("v/<str:token>/hours", mine.hours, name="mine_hours"),
    path("v/<str:token>/ladder", mine.ladder, name="mine_ladder"),
    path("v/<str:token>/ladder/<int:pk>/trust", mine.trust, name="mine_trust"),
    path("v/<str:token>/felt", mine.felt, name="mine_felt"),
    path("v/<str:token>/letters", mine.letters, name="mine_letters"),
    path("v/<str:token>/letters/<int:pk>.pdf", mine.letter, name="mine_letter"),
]
