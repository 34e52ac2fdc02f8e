"""Is this the demo's database?"""

from django.db.models import QuerySet

from hamafza.demo.content.cast import MAIN
from hamafza.kernel.models import OnceKey
from hamafza.people.models import Person


def is_loaded() -> bool:
    """Its people are here; see `unfinished`."""
    return Person.objects.filter(username=MAIN[-1].username).exists()


def is_empty() -> bool:
    """Nobody has an account here yet."""
    return not Person.objects.exists()


def unfinished() -> QuerySet[OnceKey]:
    """The mark of a story that is being told, or that broke off; only a database that is written in pieces has it."""
    return OnceKey.objects.filter(scope="demo", key="unfinished")
