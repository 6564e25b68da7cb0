"""Heaps of questions, and whose they are: the keys of a pool are for its trainers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sop_site.officers import roles

READS_ALL = (roles.REVIEWER, roles.LEAD, roles.ADMIN)


def reads_all_keys(user) -> bool:
    """Reviewers and administrators read the keys of every pool; they write none."""
    return user.is_superuser or user.has_role(*READS_ALL)


class PoolQuerySet(models.QuerySet):
    def for_trainer(self, user):
        """Those in which this trainer writes; none for who is no trainer."""
        if not user.has_role(roles.TRAINER):
            return self.none()
        # A subquery, not a join: a pool of several trainers stays one row.
        own = Pool.trainers.through.objects.filter(user_id=user.pk).values("pool_id")
        return self.filter(Q(all_trainers=True) | Q(pk__in=own))

    def readable_by(self, user):
        """Those whose keys this person may read."""
        return self.all() if reads_all_keys(user) else self.for_trainer(user)


class Pool(models.Model):
    """A heap of questions that belong together, usually those of one module."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    all_trainers = models.BooleanField(
        _("open to all trainers"),
        default=False,
        help_text=_("Every trainer reads and writes its questions, right answers included."),
    )
    trainers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="question_pools",
        verbose_name=_("trainers of this pool"),
        help_text=_("Only they read its right answers, where it isn't open to all trainers."),
    )

    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("question pool")
        verbose_name_plural = _("question pools")
        ordering = ["name"]

    def __str__(self):
        return self.name
