"""The interface for programs, /api/v1/: what everybody may read, and nothing else; nothing can be changed by it.

Why django-ninja, and what was decided about languages, limits and pages: docs/decisions/0016-the-api.md.
"""
