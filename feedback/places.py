"""Districts by the code that a phone or a form sends."""

from django.utils.translation import gettext as _

from sop_site.officers.models import District
from sop_site.offline.inbox import Rejected


def named(code: object) -> District:
    """Raises Rejected, at the field `district`, for what is no district's code."""
    found = District.objects.filter(code=code).first() if isinstance(code, str) else None
    if found is None:
        raise Rejected("bad_value", _("This district is not known."), "district")
    return found
