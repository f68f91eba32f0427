"""The admin of this app: sources with their look-ups, and what is known about people."""

from datasources.admin import profiles, sources

__all__ = ["profiles", "sources"]
