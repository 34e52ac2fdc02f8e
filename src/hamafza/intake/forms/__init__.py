"""What people write at the doors. Persian digits everywhere; every error names the remedy."""

from hamafza.intake.forms.asking import KEY, AskForm, PlaceForm, RequestForm, fresh_key
from hamafza.intake.forms.letters import Letters
from hamafza.intake.forms.listing import FilterForm
from hamafza.intake.forms.staff import StaffForm
from hamafza.intake.forms.triage import DuplicateForm, NeedsForm, TriageForm, WithdrawForm

__all__ = [
    "KEY",
    "AskForm",
    "DuplicateForm",
    "FilterForm",
    "Letters",
    "NeedsForm",
    "PlaceForm",
    "RequestForm",
    "StaffForm",
    "TriageForm",
    "WithdrawForm",
    "fresh_key",
]
