"""All data as one file, the same whatever the database: backup, restore, the move to PostgreSQL."""
