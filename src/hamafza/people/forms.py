"""What a person writes to sign in and to keep her account. Codes and names may be typed in Persian digits."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as ByPassword
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.people.models import Person
from hamafza.ui.fields import PhoneField
from hamafza_engines.persian import to_latin_digits


class CodeField(forms.CharField):
    """Six digits from the telephone, or a recovery code."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "dir": "ltr", "autofocus": True, "spellcheck": "false"}
        super().__init__(label=_("کد"), max_length=40, widget=forms.TextInput(attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        return to_latin_digits(super().to_python(value)).replace(" ", "")


def _password(label: Any, autocomplete: str, **kwargs: Any) -> forms.CharField:
    """Nothing is stripped or changed: a pass-word is what was typed."""
    widget = forms.PasswordInput({"autocomplete": autocomplete, "dir": "ltr"})
    return forms.CharField(label=label, strip=False, max_length=200, widget=widget, **kwargs)


class SignInForm(LoginForm):
    """User name and pass-word."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {
            "autocomplete": "username webauthn",
            "dir": "ltr",
            "autofocus": True,
            "autocapitalize": "none",
        }
        self.fields["login"] = forms.CharField(
            label=_("نام کاربری"), max_length=60, widget=forms.TextInput(attrs | {"spellcheck": "false"})
        )
        self.fields["password"] = _password(_("گذرواژه"), "current-password")
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        return to_latin_digits(self.cleaned_data["login"]).strip()


class PasswordAgainForm(ByPassword):
    """The pass-word once more, before something that matters."""

    password = _password(_("گذرواژه"), "current-password")


class SecondStepForm(AuthenticateForm):
    code = CodeField()


class CodeAgainForm(ReauthenticateForm):
    code = CodeField()


class NewAuthenticatorForm(ActivateTOTPForm):
    code = CodeField(help_text=_("شش رقمی که برنامه اکنون نشان می‌دهد."))


class NewKeyForm(AddWebAuthnForm):
    """A passkey: sign in with the finger or the screen lock alone, unless she chooses otherwise."""

    name = forms.CharField(label=_("نام این کلید"), max_length=60, required=False)
    passwordless = forms.BooleanField(
        label=_("با همین کلید، بدون گذرواژه وارد شوم"),
        required=False,
        initial=True,
        help_text=_("دستگاه شما اثر انگشت، چهره یا قفل صفحه می‌خواهد."),
    )


class KeyNameForm(EditWebAuthnForm):
    name = forms.CharField(label=_("نام این کلید"), max_length=60)


class NewPasswordForm(forms.Form):
    """The old one, and the new one twice."""

    old = _password(_("گذرواژهٔ کنونی"), "current-password")
    password = _password(
        _("گذرواژهٔ تازه"),
        "new-password",
        help_text=_("دست‌کم ۱۲ نویسه. چند واژهٔ بی‌ربط کنار هم، هم به یاد می‌ماند و هم استوار است."),
    )
    again = _password(_("گذرواژهٔ تازه، دوباره"), "new-password")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_old(self) -> str:
        if not self.person.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(_("این گذرواژهٔ کنونی شما نیست. آن را دوباره بنویسید."))
        return str(self.cleaned_data["old"])

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("password", self.cleaned_data["again"]):
            raise forms.ValidationError(_("این با گذرواژهٔ تازه یکی نیست. هر دو را یکسان بنویسید."))
        return str(self.cleaned_data["again"])


class KeyForm(forms.Form):
    """A key for another system, and how long it lives."""

    name = forms.CharField(
        label=_("برای کدام سامانه؟"), max_length=60, help_text=_("نامی که بعداً آن را با آن بشناسید.")
    )
    days = forms.TypedChoiceField(
        label=_("تا کی کار کند؟"),
        coerce=int,
        choices=[(30, _("یک ماه")), (91, _("سه ماه")), (183, _("شش ماه")), (365, _("یک سال"))],
        initial=91,
        widget=forms.RadioSelect,
    )


class AccountForm(forms.Form):
    """What she keeps of herself."""

    full_name = forms.CharField(label=_("نام و نام خانوادگی"), max_length=120)
    mobile = PhoneField(
        label=_("شمارهٔ همراه"), mobile=True, required=False, help_text=_("خبر مهلت‌ها به این شماره می‌رسد.")
    )
