"""Why a sheet, or one thing typed from it, isn't taken."""


class Refused(Exception):
    """A translated sentence. `field`: "officer", "written", a question's position, or "" for the
    whole sheet."""

    def __init__(self, message: str, field: str | int = ""):
        super().__init__(message)
        self.field = field
