"""Who stands behind a reference of the history, as people say it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from hamafza.intake.states import Door
from hamafza.people.models import Person


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """{"person:12": "زهرا مرادی", "door:web": "صفحهٔ همگانی", …}, in one query."""
    wanted = set(refs)
    ids = [int(ref.split(":")[1]) for ref in wanted if ref.startswith("person:")]
    people = {f"person:{pk}": name for pk, name in Person.objects.filter(pk__in=ids).values_list("pk", "full_name")}
    return {ref: people.get(ref) or _other(ref) for ref in wanted}


def _other(ref: str) -> str:
    kind, _colon, rest = ref.partition(":")
    if kind == "door" and rest in Door.values:
        return str(Door(rest).label)
    return {
        "applicant": _("متقاضی"),
        "link": _("مسئول مرکز، با پیوند پاسخ"),
        "door": _("دریافت خودکار"),
        "person": _("همکار پیشین"),
    }.get(kind, _("سامانه، سر وقت"))
