"""A spreadsheet of requests: sent, its columns named, tried out, taken in step by step, undone as a whole."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hamafza.intake import commands as intake
from hamafza.intake.commands import imports as importing
from hamafza.intake.forms import PlaceForm
from hamafza.intake.imports import queries, taking
from hamafza.intake.imports.columns import FIELDS
from hamafza.intake.models import ImportFile
from hamafza.intake.uploads import safe_name
from hamafza.intake.views.taking import Signed, see_other
from hamafza.kernel import clock
from hamafza.kernel.arriving import takes_files
from hamafza.kernel.errors import Refused
from hamafza.kernel.sheets import BYTES, BadSheet, TooBig
from hamafza.network.access import reach
from hamafza.network.guards import guarded
from hamafza.ui import refusals

PAST = 30
PREVIEW = 5
NOT_HERE = "-"


class ImportForm(PlaceForm):
    """The file, and where its requests come from when a row does not say."""

    file = forms.FileField(
        label=_("فایل"),
        help_text=_("XLSX یا CSV، تا ۱۰ مگابایت. نخستین سطر، نام ستون‌ها."),
        error_messages={"required": BadSheet.message, "empty": BadSheet.message},
        widget=forms.FileInput({"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
    field_order = ["place", "file"]  # the file last: what is typed before it arrives in any case

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].help_text = _("برای سطرهایی که جا ندارند، و برای یافتن نام جاها.")

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > BYTES:
            raise forms.ValidationError(TooBig.message)
        return self.cleaned_data["file"]


class ColumnsForm(forms.Form):
    """One choice for each thing we can take in: which column of the file it is."""

    def __init__(self, *args: Any, file: ImportFile, **kwargs: Any) -> None:
        kwargs["initial"] = {name: str(column) for name, column in file.mapping.items()}
        super().__init__(*args, **kwargs)
        choices = [(NOT_HERE, _("در این فایل نیست"))]
        choices += [(str(n), heading) for n, heading in enumerate(file.headings) if heading]
        for name, label in FIELDS.items():
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=name == "text")

    def mapping(self) -> dict[str, int]:
        return {name: int(column) for name, column in self.cleaned_data.items() if column not in {"", NOT_HERE}}


@guarded("request.import")
@never_cache
@takes_files(upto=BYTES)
def imports(request: Signed) -> HttpResponse:
    """Send a file; below it, the files that came before."""
    at, by = clock.now(), request.user
    within = reach(by, "request.import", at)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent, within=None if within.everything else within.paths)
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = taking.open_file(
                upload.read(), safe_name(upload.name), place=form.cleaned_data["place"], by=by, at=at
            )
            return see_other(reverse("intake:import", args=[file.pk]))
        except Refused as refused:
            refusals.show(form, refused)
    past = queries.visible(by, at)[:PAST]
    return render(request, "intake/imports.html", {"form": form, "past": past}, status=422 if form.is_bound else 200)


@guarded("request.import")
@never_cache
def one(request: Signed, pk: int) -> HttpResponse:
    """Name its columns and see what would happen; or how far it has come."""
    file = _visible(request, pk)
    if file.started_at or file.batch.undone_at:
        return render(request, "intake/import_progress.html", {"file": file})
    form = ColumnsForm(request.POST or None, file=file)
    if request.method == "POST" and form.is_valid():
        try:
            importing.name_columns(file, mapping=form.mapping(), by=request.user, at=clock.now())
            return see_other(reverse("intake:import", args=[file.pk]))
        except Refused as refused:
            refusals.show(form, refused)
    trial = taking.try_out(file, by=request.user, at=clock.now())
    shown = {
        "file": file,
        "form": form,
        "trial": trial,
        "preview": taking.preview(file, PREVIEW),
        "before": queries.same_before(file),
    }
    return render(request, "intake/import_columns.html", shown, status=422 if form.errors else 200)


@guarded("request.import")
@require_POST
def run(request: Signed, pk: int) -> HttpResponse:
    """Take in the next rows; the page asks again until all are in."""
    file, at = _visible(request, pk), clock.now()
    try:
        importing.start_import(file, by=request.user, at=at)
        taking.take_some(file, by=request.user, at=at)
    except Refused as refused:
        return render(request, "intake/import_progress.html", {"file": file, "problem": refused.message}, status=422)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "intake/import_progress.html#progress", {"file": file})
    return see_other(reverse("intake:import", args=[file.pk]))


@guarded("request.import")
@require_POST
def undo(request: Signed, pk: int) -> HttpResponse:
    """Take the whole file back."""
    file = _visible(request, pk)
    try:
        intake.undo_batch(file.batch, by=request.user, at=clock.now())
    except Refused as refused:
        return render(request, "intake/import_progress.html", {"file": file, "problem": refused.message}, status=422)
    taking.give_up(file)
    return see_other(reverse("intake:import", args=[file.pk]))


def _visible(request: Signed, pk: int) -> ImportFile:
    return get_object_or_404(queries.visible(request.user, clock.now()), pk=pk)
