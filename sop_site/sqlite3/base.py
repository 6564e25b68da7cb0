import os
from pathlib import Path
from urllib.parse import quote

from django.db.backends.sqlite3 import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    # Django asks by opening the database, in system checks too; every SQLite since 3.38 has it.
    supports_json_field = True


class DatabaseWrapper(base.DatabaseWrapper):
    """Opens the file with mode=rw; OPTIONS["create"] lets it be made (tests, first migrate)."""

    features_class = DatabaseFeatures
    _identity = None

    def get_connection_params(self):
        params = super().get_connection_params()
        create = params.pop("create", False)
        name = str(params["database"])
        if name != ":memory:" and not name.startswith("file:"):
            mode = "rwc" if create else "rw"
            params["database"] = f"file:{quote(name)}?mode={mode}"
        return params

    def is_usable(self):
        """Whether the open file is still the one at its path.

        A connection lives through many requests; a file that was deleted or put back from a
        backup meanwhile would go on being read and written unseen.
        """
        return self._identity is None or self._identity == self._file_identity()

    def _file_identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.settings_dict["NAME"])
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def get_new_connection(self, conn_params):
        try:
            made = super().get_new_connection(conn_params)
        except base.Database.OperationalError as error:
            path = Path(self.settings_dict["NAME"])
            if path.exists():
                raise
            raise base.Database.OperationalError(
                f"The database {path} is missing; `manage.py migrate` makes the first one."
            ) from error
        self._identity = self._file_identity()
        return made
