"""A day of rest, and the question «until when would it be?»."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.network.fields import PlaceField
from hamafza.ui.fields import JalaliDateField, PersianIntegerField


class HolidayForm(forms.Form):
    """A closed day of the nation or of one place."""

    date = JalaliDateField(label=_("روز"))
    name = forms.CharField(label=_("به مناسبت"), max_length=120)
    place = PlaceField(label=_("کجا"), initial="IR/", help_text=_("«ایران» یعنی سراسر کشور."))


class DeadlineForm(forms.Form):
    """A centre and a number of working days."""

    centre = forms.CharField(label=_("کانون"), max_length=120)
    days = PersianIntegerField(label=_("روز کاری"), min_value=1, max_value=60, initial=3)
