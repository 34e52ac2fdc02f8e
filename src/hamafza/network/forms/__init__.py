"""What people write about the network. Persian digits everywhere; every error stands beside its field."""

from hamafza.network.forms.centre import CapacityForm, CentreForm, StateForm
from hamafza.network.forms.find import FindForm
from hamafza.network.forms.holiday import DeadlineForm, HolidayForm
from hamafza.network.forms.hours import HoursForm

__all__ = ["CapacityForm", "CentreForm", "DeadlineForm", "FindForm", "HolidayForm", "HoursForm", "StateForm"]
