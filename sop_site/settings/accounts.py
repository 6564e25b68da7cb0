"""Accounts: what a password may not be, and how the lock after wrong ones behaves."""

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"sop_site.officers.passwords.{name}"}
    for name in ("LengthValidator", "CommonValidator", "OfficeWordValidator", "OwnNumberValidator")
]

AXES_LOCKOUT_CALLABLE = "sop_site.officers.views.locked_out"
# A try during the lock doesn't lengthen it: the minutes that the page names stay true.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # the audit log keeps sign-ins
AXES_SENSITIVE_PARAMETERS = ["username", "password", "old_password", "csrfmiddlewaretoken"]

CSRF_FAILURE_VIEW = "sop_site.views.csrf_failure"
LANGUAGE_COOKIE_SECURE = False  # production says otherwise
