"""The admin site: for those who may see the configuration."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from access.roles import rights_of


class GilmokAdminSite(AdminSite):
    site_header = "Gilmok"
    site_title = "Gilmok"
    index_title = _("Configuration")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return "config.read" in rights_of(user)


class GilmokAdminConfig(AdminConfig):
    default_site = "access.site.GilmokAdminSite"
