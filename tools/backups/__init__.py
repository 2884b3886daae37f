"""Backups: one file with the database, what it was made of, and checksums."""
