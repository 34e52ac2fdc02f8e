"""A refused command becomes an error beside its field, with everything typed still there."""

from django.forms import BaseForm

from hamafza.kernel.errors import Refused


def show(form: BaseForm, refused: Refused) -> None:
    """Put the command's own words where the person looks."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
