import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sop_site.lao.text import TURNING

from .. import roles
from ..numbers import normalised
from .places import District, Province


def name_here(name: str, name_latin: str) -> str:
    """Of a person's two names the one in the letters of the page's language, if it is known."""
    return (get_language() != "lo" and name_latin) or name


class UserQuerySet(models.QuerySet):
    def officers_only(self):
        """People who are officers and hold no other role."""
        memberships = User.groups.through.objects
        with_another = memberships.exclude(group__name=roles.OFFICER).values("user_id")
        return self.filter(is_superuser=False, groups__name=roles.OFFICER).exclude(
            pk__in=with_another
        )

    def of_province(self, province_id: str | None):
        """People of one province; none where there is no province."""
        return self.filter(province_id=province_id) if province_id else self.none()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(username=normalised(username))

    def create_user(self, username, password=None, **fields):
        """A user who signs in with a staff or phone number.

        Raises ValueError when the number is empty.
        """
        if not username:
            raise ValueError("A user needs a staff or phone number to sign in with.")
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may do comes from their groups (roles.py)."""

    class Sex(models.TextChoices):
        FEMALE = "F", _("female")
        MALE = "M", _("male")

    # Opaque to phones: `uid` and `owner` of the sync protocol.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        _("staff or phone number"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("This number is already used by someone.")},
    )
    name = models.CharField(_("name"), max_length=120)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    sex = models.CharField(
        _("sex"),
        max_length=1,
        choices=Sex.choices,
        blank=True,
        help_text=_("Only for figures. May stay empty."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name=_("province"),
    )
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name=_("district"),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("lo", "ລາວ"), ("en", "English")], default="lo"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_sample = models.BooleanField(_("sample"), default=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)
    # When the name was taken off; the row stays for figures (removing.py).
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Part of each session's hash: one more, and all sessions of this person are at an end.
    session_round = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        permissions = [
            ("read_people", "Can read the people of the own province"),
            ("make_slips", "Can make first sign-in slips"),
        ]

    def __str__(self):
        return self.name or self.username

    def save(self, *args, **kwargs):
        # Signs that turn the direction of writing would turn the words around a name as well.
        self.name, self.name_latin = TURNING.sub("", self.name), TURNING.sub("", self.name_latin)
        # A district lies in one province: the two can't disagree.
        if self.district_id:
            self.province_id = self.district.province_id
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    @property
    def name_here(self) -> str:
        """The name in the letters of the page's language, as far as it is known."""
        return name_here(self.name, self.name_latin)

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[str]:
        """The names of this person's groups; one query, then kept for the request."""
        return frozenset(group.name for group in self.groups.all())

    def has_role(self, *roles: str) -> bool:
        """Whether the person holds one of these roles. A superuser holds no role by that alone."""
        return self.is_active and not self.roles.isdisjoint(roles)

    @classmethod
    def normalize_username(cls, username):
        return normalised(username)

    def _get_session_auth_hash(self, secret=None):
        key_salt = f"sop_site.officers.session.{self.session_round}"
        return salted_hmac(key_salt, self.password, secret=secret, algorithm="sha256").hexdigest()

    def end_sessions(self) -> None:
        """Ends every open session of this person, on all phones, at the next request."""
        self.session_round = models.F("session_round") + 1
        self.save(update_fields=["session_round"])
        self.refresh_from_db(fields=["session_round"])

    @property
    def enters_cms(self) -> bool:
        return self.is_superuser or self.has_role(*roles.CMS_ROLES)

    @property
    def uid(self) -> str:
        """The name by which phones know this person; says nothing to others."""
        return self.public_id.hex
