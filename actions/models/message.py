"""What was delivered into the console, the built-in channel."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One delivered message. ``key`` is the call's idempotency key, so there is never a second."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    action = models.CharField(_("action"), max_length=64)
    channel = models.CharField(_("channel"), max_length=4)
    to = models.TextField(_("to"))
    subject = models.TextField(_("subject"))
    text = models.TextField(_("text"))
    person = models.TextField(_("person"))
    journey = models.BigIntegerField(_("journey"))
    journey_name = models.TextField(_("name of the journey"))
    version = models.IntegerField(_("version"))
    node = models.TextField(_("step"))
    node_name = models.TextField(_("name of the step"))
    instance = models.BigIntegerField(_("run"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["person", "-id"], name="message_of_person"
            ),  # the console's filter
        ]

    def __str__(self) -> str:
        return self.subject or self.text[:80]
