"""Forms of sign-in, password and profile. What was typed stays, passwords excepted."""

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import User
from .numbers import normalised

TOO_LONG = _("The text is too long: at most %(limit_value)d characters.")
REQUIRED = {"required": _("This must be filled in."), "max_length": TOO_LONG}


class PasswordInput(forms.PasswordInput):
    """A password field beside which a button shows what is typed (static/js/show-password.js)."""

    def __init__(self, autocomplete: str):
        super().__init__(
            attrs={"class": "input", "autocomplete": autocomplete, "data-show-password": ""}
        )


def password_field(label, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=256,
        widget=PasswordInput(autocomplete),
        error_messages=REQUIRED,
    )


class SignInForm(forms.Form):
    """A number and a password; the same words whatever was wrong."""

    username = forms.CharField(
        label=_("Staff or phone number"),
        max_length=60,
        error_messages=REQUIRED,
        widget=forms.TextInput(
            attrs={
                "class": "input",
                "autocomplete": "username",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    password = password_field(_("Password"), "current-password")
    shared = forms.BooleanField(label=_("Others use this phone too"), required=False)

    def __init__(self, request, *args, **kwargs):
        self.request, self.person = request, None
        super().__init__(*args, **kwargs)

    def clean_username(self):
        return normalised(self.cleaned_data["username"])[:40]

    def clean(self):
        number, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if number is not None and password:
            self.person = authenticate(self.request, username=number, password=password)
            if self.person is None:
                raise ValidationError(_("The number or the password is wrong."), code="wrong")
        return self.cleaned_data


class NewPasswordForm(forms.Form):
    """A new password, twice; `person` is told to the rules (own number, own name)."""

    new_password = password_field(_("New password"), "new-password")
    repeated = password_field(_("New password again"), "new-password")

    def __init__(self, person, *args, **kwargs):
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_new_password(self):
        password = self.cleaned_data["new_password"]
        password_validation.validate_password(password, self.person)
        return password

    def clean(self):
        first, second = (self.cleaned_data.get(name) for name in ("new_password", "repeated"))
        if first and second and first != second:
            self.add_error("repeated", _("The two passwords are not the same."))
        return self.cleaned_data


class ChangePasswordForm(NewPasswordForm):
    """The old password is asked for, and wrong ones count as failed sign-ins."""

    old_password = password_field(_("Your password until now"), "current-password")
    field_order = ["old_password", "new_password", "repeated"]

    def __init__(self, request, *args, **kwargs):
        self.request = request
        super().__init__(request.user, *args, **kwargs)

    def clean_old_password(self):
        password = self.cleaned_data["old_password"]
        if not authenticate(self.request, username=self.person.username, password=password):
            raise ValidationError(_("This is not your password until now."), code="wrong")
        return password


class ProfileForm(forms.ModelForm):
    """What people say of themselves. Number, place and roles are LSSO's to change."""

    class Meta:
        model = User
        fields = ["name", "language", "sex", "email"]
        widgets = {
            "name": forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
            "language": forms.Select(attrs={"class": "input"}),
            "sex": forms.Select(attrs={"class": "input"}),
            "email": forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        }
        labels = {"name": _("Name and surname"), "email": _("E-mail (may stay empty)")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = [("", _("I'd rather not say")), *User.Sex.choices]
        for field in self.fields.values():
            field.error_messages.update(REQUIRED)
        self.fields["email"].error_messages["invalid"] = _("Please check the e-mail address.")


class SlipCodeForm(forms.Form):
    """The code of a slip, typed by hand where no camera reads it."""

    code = forms.CharField(
        label=_("The code on your slip"),
        max_length=40,
        error_messages=REQUIRED,
        widget=forms.TextInput(
            attrs={
                "class": "input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "XXXX-XXXX-XXXX-XXXX",
            }
        ),
    )
