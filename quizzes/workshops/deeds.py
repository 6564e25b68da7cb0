"""What the audit log calls the deeds at workshops."""

from django.utils.translation import gettext_lazy as _

ENROLLED_FROM_FILE = "workshop.enrolled_from_file"
TAKEN_OFF = "workshop.taken_off"
EXPORTED = "workshop.exported"
NOTED_BY_LIST = "attendance.by_list"

DEEDS = {
    ENROLLED_FROM_FILE: _("Officers enrolled from a file"),
    TAKEN_OFF: _("Officer taken off a workshop's list"),
    EXPORTED: _("A workshop's figures exported"),
    NOTED_BY_LIST: _("Attendance noted by a trainer's list"),
}
