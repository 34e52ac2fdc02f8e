"""Reading what belongs to a person's account."""

from datetime import datetime

from hamafza.kernel import codes
from hamafza.people.models import ApiToken


def live_token(token: str, at: datetime) -> ApiToken | None:
    """The token's row, if it still opens something and its person is active."""
    live = ApiToken.objects.filter(person__is_active=True).select_related("person")
    found = live.filter(hash=codes.hashed(token)).first()
    return found if found and found.is_live(at) else None
