"""What is typed about volunteers."""

from hamafza.volunteers.forms.acts import ActForm, ArchiveForm, InterviewForm, LeaveForm, PaperForm, ReasonForm, WhyForm
from hamafza.volunteers.forms.joining import JoinForm, NewForm, fresh_key
from hamafza.volunteers.forms.mine import MineForm

__all__ = [
    "ActForm", "ArchiveForm", "InterviewForm", "JoinForm", "LeaveForm", "MineForm", "NewForm", "PaperForm", "ReasonForm", "WhyForm",
    "fresh_key",
]  # fmt: skip
