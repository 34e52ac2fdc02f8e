"""A finished hop is service of whoever finished it, if she is a volunteer."""

from hamafza.care import commands as care
from hamafza.kernel.bus import on
from hamafza.people.models import Person
from hamafza.referrals.events import HopFinished
from hamafza.referrals.models import Referral
from hamafza.volunteers.models import Volunteer


@on(HopFinished)
def count_as_service(news: HopFinished) -> None:
    if not isinstance(news.by, Person):
        return
    volunteer = Volunteer.objects.serving().whole().filter(person=news.by.pk).first()
    if volunteer:
        care.note_service(volunteer, hop=Referral.objects.get(pk=news.referral_id), by=news.by, at=news.at)
