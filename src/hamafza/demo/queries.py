"""Is this the demo's database?"""

from hamafza.demo.content.cast import MAIN
from hamafza.people.models import Person


def is_loaded() -> bool:
    """The demo runs in one transaction; any of its people says that all of it is there."""
    return Person.objects.filter(username=MAIN[-1].username).exists()


def is_empty() -> bool:
    """Nobody has an account here yet."""
    return not Person.objects.exists()
