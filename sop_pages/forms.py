"""The form in which authors write an SOP: its code, lists, and what is refused at saving."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm

from .models.sops import CODE, MOST_MINUTES, SOP

AUDIENCE = [
    ("officer", gettext_lazy("officers")),
    ("coordinator", gettext_lazy("coordinators")),
    ("trainer", gettext_lazy("trainers")),
]


class ListField(forms.CharField):
    """A list of short words, typed with commas or blanks between them."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        words = value if isinstance(value, list) else re.split(r"[,\s]+", value or "")
        return list(dict.fromkeys(word.upper() for word in words if word))

    def has_changed(self, initial, data):
        return self.to_python(initial) != self.to_python(data)


class SOPPageForm(WagtailAdminPageForm):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=7,
        validators=[CODE],
        help_text=gettext_lazy("Such as REG-01. It stays for good once the SOP is published."),
    )
    audience = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"),
        choices=AUDIENCE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    related = ListField(
        label=gettext_lazy("Related SOPs"),
        required=False,
        help_text=gettext_lazy("Their codes, with commas between them: COM-02, CON-01."),
    )
    facts = ListField(
        label=gettext_lazy("Facts"),
        required=False,
        help_text=gettext_lazy("Numbers of the facts that the text rests on: F31, F32."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        page = self.instance
        self.initial["code"] = page.code
        self.fields["code"].required = True
        if page.pk and page.sop.pages.filter(first_published_at__isnull=False).exists():
            self.fields["code"].disabled = True

    def clean_code(self):
        code = self.cleaned_data["code"]
        own = self.instance.sop_id
        used = SOP.objects.filter(code=code).exclude(pk=own).first()
        if used:
            page = used.pages.first()
            raise ValidationError(
                _("The code %(code)s is already used by “%(title)s”.")
                % {"code": code, "title": page.draft_title if page else code}
            )
        return code

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if minutes is not None and not 0 < minutes <= MOST_MINUTES:
            raise ValidationError(_("Minutes is a whole number from 1 to 9999."))
        return minutes

    def clean_related(self):
        codes = self.cleaned_data["related"]
        known = set(SOP.objects.filter(code__in=codes).values_list("code", flat=True))
        missing = [code for code in codes if code not in known]
        if missing:
            raise ValidationError(
                _("There is no SOP with the code %(codes)s.") % {"codes": ", ".join(missing)}
            )
        return codes

    def clean(self):
        from .refusals import refuse

        cleaned = super().clean()
        refuse(self)
        return cleaned

    def _post_clean(self):
        self._name_sop()
        super()._post_clean()

    def _name_sop(self):
        """Ties the page to its SOP: made with the page, written when the page is."""
        code, page = self.cleaned_data.get("code"), self.instance
        if not code:
            return
        if page.sop_id is None:
            page.sop = SOP(
                code=code,
                uuid=page.translation_key,
                source_language=self.parent_page.locale.language_code,
            )
        else:
            page.sop.code = code
