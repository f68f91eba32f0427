"""Every URL of the product: the API, the pages, the admin, health."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import health
from config.pages import home, inbox, people
from journeys import views as pages

urlpatterns = [
    path("", home, name="home"),
    path("events/", inbox, name="inbox"),
    path("people/", people, name="people"),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", health.metrics),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("journeys/", pages.journey_list, name="journeys"),
    path("journeys/<int:journey_id>/", pages.designer, name="designer"),
    path("messages/", pages.messages, name="messages"),
    path("api/v1/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("", include("access.urls")),
    path("", include("events.urls")),
    path("", include("datasources.urls")),
    path("", include("actions.urls")),
    path("", include("journeys.urls")),
    path("", include("demo.urls")),
]
