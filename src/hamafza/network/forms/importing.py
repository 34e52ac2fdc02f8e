"""The file of another directory."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.sheets import BYTES, TooBig
from hamafza.network.fields import PlaceField


class ImportForm(forms.Form):
    """A file, and where its entries belong when they do not say it."""

    place = PlaceField(
        label=_("اگر جای مرکزی معلوم نبود"),
        required=False,
        help_text=_("شهرستانی که آن مرکزها در آن ثبت شود."),
    )
    file = forms.FileField(label=_("فایل راهنما"), help_text=_("HSDS: فایل JSON، یا zip جدول‌های CSV؛ تا ۱۰ مگابایت."))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > BYTES:
            raise forms.ValidationError(TooBig.message)
        return file
