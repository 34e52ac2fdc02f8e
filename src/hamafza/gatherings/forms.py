"""What is typed about gatherings: one with its rhythm, a paper list and how it was read, and why something is not held."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.gatherings import queries
from hamafza.gatherings.captions import feasts, weekdays
from hamafza.gatherings.models import Feast, Gathering
from hamafza.gatherings.reading import LONGEST, Line
from hamafza.gatherings.states import Ending, Reason, Rhythm
from hamafza.network import finding, staff
from hamafza.network.fields import PlaceField
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.ui.digits import local
from hamafza.ui.fields import HourField, JalaliDateField, PersianIntegerField
from hamafza.volunteers.models import Volunteer
from hamafza_engines.persian import search_key, to_latin_digits


class GatheringForm(forms.Form):
    """A gathering from its first word to its hour."""

    title = forms.CharField(label=_("نام گردهمایی"), max_length=120, help_text=_("مانند «حلقهٔ همدلی پنجشنبه‌ها»."))
    centre = forms.CharField(label=_("کدام کانون"), max_length=120, help_text=_("نام یا کد کانون."))
    leader = forms.CharField(
        label=_("مسئول گردهمایی"),
        max_length=120,
        help_text=_("نام همکار یا داوطلب همین کانون. پس از هر جلسه، حاضران را او می‌نویسد."),
    )
    rule = forms.ChoiceField(
        label=_("هر چند وقت"), choices=Rhythm.choices, widget=forms.RadioSelect, initial=Rhythm.WEEKS
    )
    every = PersianIntegerField(
        label=_("هر چند هفته، یا چندمین روز ماه"),
        min_value=1,
        max_value=12,
        initial=1,
        help_text=_("برای «هر چند هفته»: ۱ یعنی هر هفته. برای «هر ماه»: ۱ نخستین، ۵ آخرین."),
    )
    weekday = forms.TypedChoiceField(label=_("روز"), coerce=int)
    feast = forms.ChoiceField(label=_("کدام مناسبت"), required=False, help_text=_("تنها برای «روزهای یک مناسبت»."))
    gives_way = forms.BooleanField(
        label=_("اگر روزش تعطیل بود، به روز کاری بعد برود"),
        required=False,
        help_text=_("اگر نزنید، جمعه و تعطیل هم برگزار می‌شود."),
    )
    hour = HourField(label=_("ساعت"), initial="۱۸:۰۰")
    minutes = PersianIntegerField(label=_("چند دقیقه"), min_value=15, max_value=600, initial=90)
    first_on = JalaliDateField(label=_("از چه روزی"))

    def __init__(self, *args: Any, actor: Person, at: datetime, centre: Centre | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.at, self.of_centre = actor, at, centre
        if "weekday" in self.fields:
            self.fields["weekday"].choices = weekdays()  # type: ignore[attr-defined]
            self.fields["feast"].choices = [("", _("هیچ‌کدام")), *feasts()]  # type: ignore[attr-defined]

    def clean_centre(self) -> Centre:
        found = finding.one_by_words(
            finding.visible(self.actor, self.at, "gathering.keep"), self.cleaned_data["centre"]
        )
        if len(found) != 1:
            names = "، ".join(one.name for one in found)
            raise ValidationError(
                _("کدام کانون؟ %(names)s") % {"names": names} if found else _("چنین کانونی در کار شما نیافتیم.")
            )
        self.of_centre = found[0]
        return found[0]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.of_centre and said.get("leader"):
            try:
                said["leader"] = self._leader(said["leader"], self.of_centre)
            except ValidationError as error:
                self.add_error("leader", error)
        return said

    def _leader(self, words: str, centre: Centre) -> Person | Volunteer:
        """A volunteer of the centre, or an officer of the network; in this order, since most who lead are volunteers."""
        key = search_key(words)
        serving = [one for one in queries.serving(centre) if one.search_key == key]
        found: list[Any] = serving or staff.person_named(words, self.at)
        found = found or [one for one in queries.serving(centre) if one.search_key.startswith(key)]
        if len(found) == 1:
            return found[0]
        names = "، ".join(one.full_name for one in found)
        raise ValidationError(
            _("کدام یک؟ %(names)s") % {"names": names}
            if found
            else _("چنین همکار یا داوطلبی نیافتیم. نام کامل را بنویسید.")
        )


class ChangeForm(GatheringForm):
    """What may change once it has begun: name, leader, hour."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("centre", "rule", "every", "weekday", "feast", "first_on"):
            self.fields.pop(name, None)

    @staticmethod
    def of(gathering: Gathering) -> dict[str, Any]:
        """The form's beginning."""
        return {
            "title": gathering.title,
            "leader": gathering.leader_name,
            "gives_way": gathering.gives_way,
            "hour": f"{gathering.hour:%H:%M}",
            "minutes": gathering.minutes,
        }


class ListForm(forms.Form):
    """What one asks of the list."""

    q = forms.CharField(label=_("نام گردهمایی، کانون یا مسئول"), required=False, max_length=80)
    place = PlaceField(label=_("کجا"), required=False)
    sort = forms.ChoiceField(
        label=_("به ترتیب"),
        required=False,
        choices=[("weakest", _("نخست کم‌تداوم‌ها")), ("strongest", _("نخست پرتداوم‌ها")), ("name", _("نام"))],
    )


class PaperForm(forms.Form):
    """A paper list, as it is: a name or a number a line."""

    text = forms.CharField(
        label=_("فهرست حاضران"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea({"rows": 12, "autocomplete": "off"}),
        help_text=_(
            "هر سطر یک نام یا یک شمارهٔ همراه؛ هر جور که روی کاغذ است. پیش از ثبت، نشانتان می‌دهیم که چه خواندیم."
        ),
    )
    others = PersianIntegerField(
        label=_("چند نفر دیگر هم بودند؟"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=_("آنان که نامشان را ننوشته‌اید؛ تنها شمرده می‌شوند."),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text.splitlines()) > LONGEST:
            raise ValidationError(_("بیش از ۴۰۰ سطر است؛ فهرست را در دو بار بنویسید و بقیه را بشمارید."))
        return text

    def clean_others(self) -> int:
        return self.cleaned_data["others"] or 0


class ReadForm(forms.Form):
    """How each line was read: who is meant, or a new guest, or nobody."""

    def __init__(self, *args: Any, lines: list[Line], there: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"line-{line.number}"] = _choice_of(line)
        if there:
            self.fields["there"] = forms.MultipleChoiceField(
                label=_("از پیش در فهرست‌اند"),
                required=False,
                choices=there,
                initial=[key for key, _name in there],
                widget=forms.CheckboxSelectMultiple,
                help_text=_("نشان هر که نبوده است را بردارید."),
            )

    def rows(self) -> list[tuple[Line, Any]]:
        return [(line, self[f"line-{line.number}"]) for line in self.lines]

    @property
    def chosen(self) -> list[str]:
        """Keys of people known, once each."""
        said = [self.cleaned_data[f"line-{line.number}"] for line in self.lines]
        return list(
            dict.fromkeys([*(one for one in said if one[:1] in {"v", "g"}), *self.cleaned_data.get("there", [])])
        )

    @property
    def newcomers(self) -> list[tuple[str, str]]:
        return [(one.name, one.mobile) for one in self.lines if self.cleaned_data[f"line-{one.number}"] == "new"]


def _choice_of(line: Line) -> forms.ChoiceField:
    many = line.kind == "several"
    choices: list[tuple[str, Any]] = [("", _("برگزینید"))] if many else []
    choices += [(one.key, _told(one, many)) for one in line.candidates]
    if line.kind != "nameless":
        choices.append(("new", _("مهمان تازه: %(name)s") % {"name": line.name} if line.name else _("مهمان تازه")))
    choices.append(("none", _("ننویس")))
    first = line.candidates[0].key if line.kind == "one" else "new" if line.kind == "new" else "none"
    errors = {"required": _("بگویید کدام یک است.")}
    return forms.ChoiceField(label=line.text, choices=choices, initial="" if many else first, error_messages=errors)


def _told(one: Any, many: bool) -> Any:
    """A name; beside its namesake, what tells them apart."""
    kind = _("داوطلب") if one.is_volunteer else _("مهمان")
    tail = one.mobile[-4:] if many and one.mobile else ""
    return f"{one.name} ({kind}{f'، …{local(tail)}' if tail else ''})"


class WhyForm(forms.Form):
    """Why it was or will not be held."""

    reason = forms.ChoiceField(label=_("چرا؟"), choices=Reason.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("توضیح"), required=False, max_length=300, widget=forms.Textarea({"rows": 2}))


class FollowForm(forms.Form):
    """What is done so that the next one is held."""

    followed = forms.CharField(
        label=_("برای جلسهٔ بعد چه می‌کنید؟"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("مانند «با مسئول تازه‌ای گفت‌وگو شد» یا «روز گردهمایی عوض می‌شود»."),
    )


class EndForm(forms.Form):
    """Why a gathering ends."""

    reason = forms.ChoiceField(label=_("چرا پایان می‌یابد؟"), choices=Ending.choices, widget=forms.RadioSelect)


class FeastForm(forms.Form):
    """Days of a feast in a year; a new feast by its name."""

    key = forms.ChoiceField(label=_("مناسبت"), required=False)
    name_fa = forms.CharField(label=_("یا نام مناسبتی تازه"), required=False, max_length=60)
    first_on = JalaliDateField(label=_("از روز"))
    last_on = JalaliDateField(label=_("تا روز"), required=False, help_text=_("اگر یک روز است، خالی بگذارید."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", _("مناسبتی تازه")), *feasts()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["last_on"] = said.get("last_on") or said.get("first_on")
        return said


class MoveFeastForm(FeastForm):
    """Other days for a feast that stands in the table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("key", "name_fa"):
            del self.fields[name]

    @staticmethod
    def of(feast: Feast) -> dict[str, Any]:
        return {"first_on": feast.first_on, "last_on": feast.last_on}


class DigitsForm(forms.Form):
    """Four digits of her own phone."""

    digits = forms.CharField(
        label=_("چهار رقم آخر شمارهٔ همراه شما"),
        max_length=8,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )

    def clean_digits(self) -> str:
        digits = to_latin_digits(self.cleaned_data["digits"]).strip()
        if len(digits) != 4 or not (digits.isascii() and digits.isdigit()):
            raise ValidationError(_("چهار رقم بنویسید، مانند ۴۵۶۷."))
        return digits
