"""Words of the screen for gatherings."""

from django.utils.translation import gettext as _

from hamafza.gatherings.models import Feast, Gathering, Occasion
from hamafza.gatherings.states import ENDED, NOT_SAID, Ending, OccasionState, Reason, Rhythm
from hamafza.ui.digits import local
from hamafza.ui.moments import say

TONES = {"planned": "info", "held": "good", "missed": "late", "cancelled": "quiet"}


def weekdays() -> list[tuple[int, str]]:
    """Saturday 0 … Friday 6."""
    names = [_("شنبه"), _("یکشنبه"), _("دوشنبه"), _("سه‌شنبه"), _("چهارشنبه"), _("پنجشنبه"), _("جمعه")]
    return list(enumerate(names))


def feasts() -> list[tuple[str, str]]:
    """Each feast once, as the table knows it."""
    return list({one.key: str(one) for one in Feast.objects.order_by("first_on")}.items())


def rule_of(gathering: Gathering, named: dict[str, str] | None = None) -> str:
    """«هر ۲ هفته، جمعه ساعت ۱۸:۰۰»; `named` spares a query where many are told."""
    facts = {
        "n": local(gathering.every),
        "day": dict(weekdays())[gathering.weekday],
        "hour": local(f"{gathering.hour:%H:%M}"),
    }
    if gathering.rule == Rhythm.FEAST:
        feast = (named if named is not None else dict(feasts())).get(gathering.feast, gathering.feast)
        return _("%(feast)s، هر روز ساعت %(hour)s") % {"feast": feast, "hour": facts["hour"]}
    if gathering.rule == Rhythm.WEEKS:
        once = gathering.every == 1
        return (_("هر هفته، %(day)s ساعت %(hour)s") if once else _("هر %(n)s هفته، %(day)s ساعت %(hour)s")) % facts
    nth = [_("نخستین"), _("دومین"), _("سومین"), _("چهارمین"), _("آخرین")][gathering.every - 1]
    return _("%(nth)s %(day)s هر ماه، ساعت %(hour)s") % {**facts, "nth": nth}


def name_of(occasion: Occasion) -> str:
    """«حلقهٔ همدلی مهرگان، پنجشنبه ۷ آبان»."""
    return _("%(title)s، %(day)s") % {"title": occasion.gathering.title, "day": say(occasion.starts_at, "day")}


def reason_of(occasion: Occasion) -> str:
    if occasion.reason == NOT_SAID:
        return _("تا دو روز کسی نگفت چه شد")
    if occasion.reason == ENDED:
        return _("گردهمایی پایان یافت")
    return str(Reason(occasion.reason).label) if occasion.reason else ""


def ending_of(gathering: Gathering) -> str:
    return str(Ending(gathering.ended_because).label) if gathering.ended_because else ""


def follows(occasion: Occasion) -> str:
    """What happens if nobody does anything."""
    if occasion.state == OccasionState.PLANNED:
        return _("تا دو روز پس از پایان، حاضران را بنویسید؛ وگرنه «برگزار نشد» شمرده و پیگیری می‌شود.")
    return _("تا ننویسید برای جلسهٔ بعد چه می‌کنید، هر هفته یادآوری می‌شود.")


def index_of(gathering: Gathering) -> str:
    return (
        _("تداوم %(n)s از ۱۰۰") % {"n": local(gathering.continuity)} if gathering.counted else _("هنوز جلسه‌ای نداشته")
    )


def tone_of(gathering: Gathering) -> str:
    """Of the index; its words say the same."""
    if not gathering.counted:
        return "quiet"
    return "good" if gathering.continuity >= 75 else "attention" if gathering.continuity >= 50 else "late"
