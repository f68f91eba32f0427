"""Print a one-time link that signs an administrator in; makes the administrator if need be."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.urls import reverse

from access.models import SignInLink
from access.roles import ADMINISTRATOR
from config import clock, kept_clock


class Command(BaseCommand):
    help = "Print a link that signs in once, for a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", default="admin")
        parser.add_argument("--role", default=ADMINISTRATOR)
        parser.add_argument("--next", default="", help="The page that it leads on to.")

    def handle(self, *args: Any, **options: Any) -> None:
        kept_clock.restore()
        user, made = get_user_model().objects.get_or_create(username=options["user"])
        if made:
            user.set_unusable_password()
            user.is_staff = True
            user.save(update_fields=["password", "is_staff"])
            user.groups.add(Group.objects.get(name=options["role"]))
        secret = SignInLink.issue(user, clock.now())
        link = settings.PUBLIC_URL + reverse("sign-in-link", args=[secret])
        onward = options["next"]
        self.stdout.write(f"{link}?{urlencode({'next': onward}, safe='/')}" if onward else link)
