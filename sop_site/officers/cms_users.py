"""People in the CMS: our fields. CmsDoorMiddleware lets administrators alone come here."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from . import roles
from .models import User
from .numbers import normalised

FIELDS = ["username", "name", "name_latin", "sex", "district", "province", "language", "email"]


class PersonForm:
    """What both forms share. Signing in begins with a slip, so no password is typed here."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "is_superuser", "password1", "password2"):
            self.fields.pop(name, None)
        self.fields["username"].help_text = _(
            "As on the staff card, e.g. LS-00001, or a phone number, e.g. 020 5555 1234."
        )
        self.fields["email"].required = False
        self.fields["groups"].label = _("Roles")
        self.fields["groups"].help_text = _("An administrator may do everything in the CMS.")
        self.fields["groups"].queryset = self.fields["groups"].queryset.filter(name__in=roles.ROLES)
        self.fields["groups"].label_from_instance = lambda group: roles.LABELS[group.name]

    def clean_username(self):
        return normalised(self.cleaned_data["username"])

    def clean_password2(self):
        return None

    def validate_password(self):
        """Nothing to check: see the class."""

    @cached_property
    def password_enabled(self):
        return False


class PersonCreationForm(PersonForm, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = [*FIELDS, "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class PersonEditForm(PersonForm, UserEditForm):
    class Meta(UserEditForm.Meta):
        model = User
        fields = [*FIELDS, "is_active", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


class PersonViewSet(UserViewSet):
    template_prefix = "officers/cms/users/"
    menu_label = _("People and roles")

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm
