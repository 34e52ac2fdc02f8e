"""The file of another directory."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.network.fields import PlaceField


class ImportForm(forms.Form):
    """A file, and where its entries belong when they do not say it."""

    file = forms.FileField(label=_("فایل راهنما"), help_text=_("HSDS: فایل JSON، یا zip جدول‌های CSV؛ تا ۱۰ مگابایت."))
    place = PlaceField(
        label=_("اگر جای مرکزی معلوم نبود"),
        required=False,
        help_text=_("شهرستانی که آن مرکزها در آن ثبت شود."),
    )
