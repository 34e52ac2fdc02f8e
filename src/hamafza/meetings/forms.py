"""What is typed about meetings: a series, a point, a decision with its owner, an answer to an action."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.intake import uploads
from hamafza.kernel.errors import Refused
from hamafza.meetings.captions import weekdays
from hamafza.meetings.models import Meeting, Series
from hamafza.meetings.states import Cancel, MeetingState
from hamafza.network import finding, queries, staff
from hamafza.network.days import Rule
from hamafza.network.fields import DomainFilter, PlaceField
from hamafza.network.models import Centre, Role
from hamafza.people.models import Person
from hamafza.ui.fields import HourField, JalaliDateField, JalaliDateTimeField, PersianIntegerField

WHO = _("نام یا نام کاربری همکار.")
INVITABLE = [choice for choice in Role.choices if choice[0] != Role.ADMIN]


class OfficerField(forms.CharField):
    """An officer by her name or user name; cleaned to the person."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", WHO)
        super().__init__(max_length=120, **kwargs)
        self.at: datetime | None = None

    def clean(self, value: Any) -> Person | None:
        text = super().clean(value)
        if not text:
            return None
        assert self.at is not None
        found = staff.person_named(text, self.at)
        if len(found) == 1:
            return found[0]
        names = "، ".join(f"{one.full_name} ({one.username})" for one in found)
        raise ValidationError(
            _("کدام یک؟ %(names)s") % {"names": names} if found else _("چنین همکاری با نقشی در شبکه نیافتیم.")
        )

    def prepare_value(self, value: Any) -> Any:
        return value.full_name if isinstance(value, Person) else value


class TimedForm(forms.Form):
    """Knows its instant, and suggests the names of those around the table."""

    people_list = ""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, OfficerField):
                field.at = at
                field.widget.attrs |= {"list": "people", "autocomplete": "off"}


class SeriesForm(TimedForm):
    """A series from its first word to its quorum."""

    title = forms.CharField(label=_("نام نشست"), max_length=120, help_text=_("مانند «شورای هماهنگی چابهار»."))
    place = PlaceField(label=_("کجا"), help_text=_("بخش، شهرستان یا استانی که نشست از آن اوست."))
    domain = DomainFilter(label=_("تنها دربارهٔ یک عرصه"))
    rule = forms.ChoiceField(label=_("هر چند وقت"), choices=Rule.choices, widget=forms.RadioSelect, initial=Rule.WEEKS)
    every = PersianIntegerField(
        label=_("هر چند هفته، یا چندمین روز ماه"),
        min_value=1,
        max_value=12,
        initial=2,
        help_text=_("برای «هر چند هفته»: ۲ یعنی دو هفته یک بار. برای «هر ماه»: ۱ نخستین، ۵ آخرین."),
    )
    weekday = forms.TypedChoiceField(label=_("روز"), coerce=int)
    first_on = JalaliDateField(label=_("از چه روزی"))
    hour = HourField(label=_("ساعت"), initial="۱۰:۰۰")
    minutes = PersianIntegerField(label=_("چند دقیقه"), min_value=15, max_value=600, initial=90)
    quorum_percent = PersianIntegerField(
        label=_("حد نصاب، درصد دعوت‌شدگان"),
        min_value=0,
        max_value=100,
        initial=50,
        help_text=_("کمتر از آن، مصوبه‌ای ثبت نمی‌شود."),
    )
    chair = OfficerField(label=_("رئیس نشست"))
    secretary = OfficerField(label=_("دبیر نشست"), help_text=_("دستور جلسه و صورت‌جلسه با اوست."))
    roles = forms.MultipleChoiceField(
        label=_("چه نقش‌هایی دعوت‌اند"),
        choices=INVITABLE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("هر که در این جا این نقش را دارد، خودبه‌خود دعوت می‌شود؛ تازه‌واردان هم."),
    )
    hosts = forms.CharField(
        label=_("میزبان‌ها به نوبت"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("هر سطر نام یک کانون، به ترتیبی که نوبتشان می‌شود."),
    )

    def __init__(self, *args: Any, actor: Person, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.actor, self.at = actor, at
        self.fields["weekday"].choices = weekdays()  # type: ignore[attr-defined]

    def clean_domain(self) -> Any:
        key = self.cleaned_data["domain"]
        return queries.domains()[key] if key else None

    def clean_hosts(self) -> list[Centre]:
        return [self._centre(line) for line in self.cleaned_data["hosts"].splitlines() if line.strip()]

    def _centre(self, line: str) -> Centre:
        found = finding.one_by_words(finding.visible(self.actor, self.at), line)
        if len(found) == 1:
            return found[0]
        names = "، ".join(one.name for one in found)
        raise ValidationError(
            _("کدام کانون؟ %(names)s") % {"names": names}
            if found
            else _("کانونی به نام «%(name)s» نیافتیم.") % {"name": line.strip()}
        )


class ChangeSeriesForm(SeriesForm):
    """What may change once it has begun: people, hour, hosts, quorum."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "place", "domain", "rule", "every", "weekday", "first_on"):
            del self.fields[name]

    @staticmethod
    def of(series: Series) -> dict[str, Any]:
        """The form's beginning."""
        return {
            "hour": f"{series.hour:%H:%M}",
            "minutes": series.minutes,
            "quorum_percent": series.quorum_percent,
            "chair": series.chair,
            "secretary": series.secretary,
            "roles": [one.role for one in series.roles.all()],
            "hosts": "\n".join(one.centre.name for one in series.hosts.select_related("centre")),
        }


class ListForm(forms.Form):
    """What one asks of the list of meetings."""

    q = forms.CharField(label=_("نام نشست یا جا"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("وضعیت"), required=False, choices=[("", _("همه")), *MeetingState.choices])
    series = forms.ChoiceField(label=_("کدام سلسله نشست"), required=False)
    place = PlaceField(label=_("کجا"), required=False)

    def __init__(self, *args: Any, series: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = [("", _("همه")), *((str(one.pk), one.title) for one in series)]  # type: ignore[attr-defined]


class PointForm(TimedForm):
    """A point for the agenda."""

    title = forms.CharField(label=_("دربارهٔ چه گفت‌وگو شود؟"), max_length=300)


class InviteForm(TimedForm):
    """One more person."""

    person = OfficerField(label=_("دعوت از همکاری دیگر"))


class DecisionForm(TimedForm):
    """A decision as it is typed in the meeting: words, owner, day; or only the words."""

    text = forms.CharField(label=_("متن مصوبه"), max_length=4_000, widget=forms.Textarea({"rows": 3}))
    item = forms.ChoiceField(label=_("دربارهٔ کدام بند"), required=False)
    owner = OfficerField(label=_("مسئول اقدام"), required=False)
    task = forms.CharField(
        label=_("چه کند"), required=False, max_length=500, help_text=_("اگر خالی بماند، همان متن مصوبه.")
    )
    due_on = JalaliDateField(label=_("تا چه روزی"), required=False)
    no_action_because = forms.CharField(label=_("یا: اقدامی لازم نیست، چون"), required=False, max_length=300)

    def __init__(self, *args: Any, points: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", _("هیچ‌کدام")), *((str(one.item.pk), one.said[:80]) for one in points)]  # type: ignore[attr-defined]


class AdoptForm(TimedForm):
    """Who does it until when, or why nobody need."""

    owner = OfficerField(label=_("مسئول اقدام"), required=False)
    task = forms.CharField(
        label=_("چه کند"), required=False, max_length=500, help_text=_("اگر خالی بماند، همان متن مصوبه.")
    )
    due_on = JalaliDateField(label=_("تا چه روزی"), required=False)
    no_action_because = forms.CharField(label=_("یا: اقدامی لازم نیست، چون"), required=False, max_length=300)


class ActionForm(TimedForm):
    """One more action of a decision."""

    task = forms.CharField(label=_("چه کند"), max_length=500)
    owner = OfficerField(label=_("مسئول اقدام"))
    due_on = JalaliDateField(label=_("تا چه روزی"))


class WordsForm(TimedForm):
    """A decision in better words."""

    text = forms.CharField(label=_("متن مصوبه"), max_length=4_000, widget=forms.Textarea({"rows": 3}))


class ReasonForm(TimedForm):
    """Why."""

    reason = forms.CharField(label=_("دلیل"), max_length=300, widget=forms.Textarea({"rows": 2}))


class DeferForm(TimedForm):
    """To the next meeting."""

    reason = forms.CharField(label=_("چرا می‌ماند"), required=False, max_length=300)


class CancelForm(TimedForm):
    """Why it is not held, and perhaps when instead."""

    reason = forms.ChoiceField(label=_("چرا برگزار نمی‌شود؟"), choices=Cancel.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("توضیح"), required=False, max_length=300)
    starts_at = JalaliDateTimeField(
        label=_("به جای آن"), required=False, help_text=_("اگر خالی بماند، روز بعدی خود سلسله نشست می‌آید.")
    )


class ClaimForm(TimedForm):
    """«انجام شد», and how one can see it."""

    evidence = forms.CharField(
        label=_("چه شد و چگونه می‌توان دید؟"),
        max_length=5_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("بی نام کسی که کمک خواسته است. شمارهٔ نامه، تاریخ یا شماره‌ها کافی است."),
    )
    file = forms.FileField(
        label=_("عکس یا برگه"), required=False, widget=forms.FileInput({"accept": uploads.ACCEPTED}),
        help_text=_("عکس، PDF یا متن، تا ۵ مگابایت."),
    )  # fmt: skip

    def clean_file(self) -> uploads.Checked | None:
        file = self.cleaned_data.get("file")
        if not file:
            return None
        try:
            return uploads.check(file)
        except Refused as refused:
            raise ValidationError(str(refused.message)) from refused


class BlockForm(TimedForm):
    """Stuck with whom, and why."""

    blocked_on = OfficerField(label=_("نزد چه کسی گره خورده است؟"))
    reason = forms.CharField(label=_("چرا"), max_length=300)


class PostponeForm(TimedForm):
    """Another day, and why."""

    due_on = JalaliDateField(label=_("مهلت تازه"))
    reason = forms.CharField(label=_("چرا"), max_length=300)


def names_around(meeting: Meeting) -> list[str]:
    """For the list that the browser offers while one types a name."""
    return sorted(meeting.invitees.values_list("person__full_name", flat=True))
