"""What one types about a report."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SubmitForm(forms.Form):
    narrative = forms.CharField(
        label=_("شرح کوتاه"), required=False, max_length=6_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("آنچه رقم‌ها نمی‌گویند: کار تازه، دشواری، سپاس. نام کسی را ننویسید."),
    )  # fmt: skip
    missing_because = forms.CharField(
        label=_("چرا بی این واحدها می‌فرستید"), required=False, max_length=300,
        help_text=_("جای خالی آن‌ها در گزارش نشان داده می‌شود."),
    )  # fmt: skip


class RemarkForm(forms.Form):
    text = forms.CharField(label=_("چه باید درست شود"), max_length=500)
    figure = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("دلیل"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class FindForm(forms.Form):
    view = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("یافتن"), required=False, max_length=120)
    month = forms.TypedChoiceField(label=_("ماه"), required=False, coerce=int, empty_value=None)
    level = forms.ChoiceField(label=_("گزارشِ"), required=False)
