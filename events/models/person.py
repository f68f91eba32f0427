"""Persons that turned out to be one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Alias(models.Model):
    """``person`` is ``target``: intake looks through it. An alias never points at an alias."""

    person = models.CharField(_("person"), max_length=330, primary_key=True)
    target = models.CharField(_("is"), max_length=330, db_index=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")

    def __str__(self) -> str:
        return f"{self.person} = {self.target}"
