"""Django's SQLite, but a missing database file is an error, never a new and empty database."""
