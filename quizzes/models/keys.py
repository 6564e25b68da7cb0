from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

KEY = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9-]*$",
    _("A key is made of letters, digits and dashes, such as M1-01."),
)
