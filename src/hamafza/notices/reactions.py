"""What reaches a person at the news of her own account."""

from hamafza.kernel.bus import on
from hamafza.notices import commands as notices
from hamafza.people.events import FactorTakenAway, SignedInElsewhere
from hamafza.people.models import Person


@on(SignedInElsewhere)
def warn_of_a_new_device(news: SignedInElsewhere) -> None:
    person = Person.objects.get(pk=news.person_id)
    notices.tell_herself(person, template="sign_in_new_device", by=news.by, at=news.at)


@on(FactorTakenAway)
def say_that_it_is_gone(news: FactorTakenAway) -> None:
    person = Person.objects.get(pk=news.person_id)
    notices.tell_herself(person, template="second_factor_gone", by=news.by, at=news.at)
