"""Pools and quizzes as trainers edit them: with the questions of the own pools alone.

Else who may not read a pool's keys could ask its questions in a practice and read them there.
"""

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.snippets.views.snippets import EditView

from sop_site.officers import roles
from sop_site.officers.models import User

from ..models import Pool, Question, Story


class PoolForm(WagtailAdminModelForm):
    """A trainer who makes a pool is one of its trainers, whoever else is chosen."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        trainers = User.objects.filter(groups__name=roles.TRAINER, is_active=True)
        chosen = Q(question_pools=self.instance) if self.instance.pk else Q(pk__in=[])
        among = User.objects.filter(Q(pk__in=trainers.values("pk")) | chosen)
        self.fields["trainers"].queryset = among.distinct().order_by("name")
        if not self.instance.pk and self.for_user:
            self.initial["trainers"] = trainers.filter(pk=self.for_user.pk)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("all_trainers") and not cleaned.get("trainers"):
            self.add_error("trainers", _("Choose at least one trainer, or open it to all."))
        return cleaned


class PoolEditView(EditView):
    """For the pool's trainers, and for administrators, who may hand it to others."""

    def get_queryset(self):
        user = self.request.user
        if user.is_superuser or user.has_role(roles.ADMIN):
            return Pool.objects.all()
        return Pool.objects.for_trainer(user)


class OwnSlotForm:
    """Of a place in a quiz: the questions and pools of this trainer, and what it holds already."""

    user = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = Pool.objects.for_trainer(self.user)
        self.fields["pool"].queryset = Pool.objects.filter(
            Q(pk__in=own.values("pk")) | Q(pk=self.instance.pool_id)
        )
        self.fields["question"].queryset = Question.objects.filter(
            Q(pool__in=own.values("pk"), story=None) | Q(pk=self.instance.question_id)
        )
        self.fields["story"].queryset = Story.objects.filter(
            Q(pool__in=own.values("pk")) | Q(pk=self.instance.story_id)
        )


class QuizForm(WagtailAdminModelForm):
    """Refused where the quiz asks questions of pools that aren't the trainer's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        slots = self.formsets.get("slots")
        if slots is not None:
            slots.form = type(slots.form)(
                "OwnSlotForm", (OwnSlotForm, slots.form), {"user": self.for_user}
            )

    def clean(self):
        cleaned = super().clean()
        held = Q(slots__quiz=self.instance)
        held |= Q(questions__slots__quiz=self.instance) | Q(stories__slots__quiz=self.instance)
        if self.instance.pk:
            others = Pool.objects.filter(held).exclude(pk__in=self._own())
            names = list(others.distinct().values_list("name", flat=True))
            if names:
                self.add_error(
                    None,
                    _(
                        "This quiz asks questions of pools that aren't yours: %(names)s. "
                        "A trainer of these pools can change it."
                    )
                    % {"names": ", ".join(names)},
                )
        return cleaned

    def _own(self):
        return Pool.objects.for_trainer(self.for_user).values("pk")
