"""The tables of this app, one module each."""

from .profile import Profile, ProfileField, ProfileGroup, ProfileSchema
from .source import DataSource, FieldGroup

__all__ = [
    "DataSource",
    "FieldGroup",
    "Profile",
    "ProfileField",
    "ProfileGroup",
    "ProfileSchema",
]
