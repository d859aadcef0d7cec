"""One index over everything that can be found, behind one interface for SQLite (FTS5) and PostgreSQL."""
