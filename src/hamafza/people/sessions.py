"""Sessions in the database, as Django keeps them; the question of every click is put together once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from hamafza.kernel import rows

_kept = rows.PreparedThings(lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at))


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        found = _kept(self.session_key or "", timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None
