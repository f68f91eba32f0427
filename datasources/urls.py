"""The URLs of this app."""

from django.urls import path

from datasources.api import definitions
from datasources.api.profiles import ProfileView

_SOURCE = "api/v1/data-sources/<str:key>"

urlpatterns = [
    path("api/v1/profiles/<str:namespace>/<path:key>", ProfileView.as_view(), name="profile"),
    path("api/v1/profile-schema", definitions.ProfileSchemaView.as_view(), name="profile-schema"),
    path("api/v1/profile-groups", definitions.ProfileGroupsView.as_view(), name="profile-groups"),
    path("api/v1/profile-groups/<str:key>", definitions.ProfileGroupView.as_view(), name="profile-group"),
    path("api/v1/data-sources", definitions.SourcesView.as_view(), name="data-sources"),
    path(_SOURCE, definitions.SourceView.as_view(), name="data-source"),
    path(f"{_SOURCE}/groups/<str:group>/try", definitions.TryView.as_view(), name="try-look-up"),
    path("api/v1/fields-from-sample", definitions.SampleView.as_view(), name="fields-from-sample"),
]  # fmt: skip
