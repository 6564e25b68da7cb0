"""The form of a workshop."""

from django import forms
from django.utils.translation import gettext as _

from sop_site.officers import roles
from sop_site.officers.models import User

from ...models import Attendance, Workshop


class WorkshopForm(forms.ModelForm):
    class Meta:
        model = Workshop
        fields = [
            "programme",
            "title_lo",
            "title_en",
            "cohort",
            "province",
            "district",
            "venue",
            "starts_on",
            "ends_on",
            "trainers",
        ]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "trainers": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        trainers = User.objects.filter(is_active=True, groups__name=roles.TRAINER)
        self.fields["trainers"].queryset = trainers.order_by("name")
        self.fields["district"].queryset = self.fields["district"].queryset.select_related(
            "province"
        )
        if self.instance.pk and self._has_begun():
            # Its sittings, and who was there, belong to the modules of this programme.
            self.fields["programme"].disabled = True

    def _has_begun(self) -> bool:
        noted = Attendance.objects.filter(enrolment__workshop=self.instance)
        return self.instance.sessions.exists() or noted.exists()

    def clean(self):
        cleaned = super().clean()
        district, province = cleaned.get("district"), cleaned.get("province")
        if district and province and district.province_id != province.pk:
            self.add_error("district", _("The district lies in another province."))
        return cleaned
