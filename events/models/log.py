"""What arrived: the log of events, and of what was refused. ``events.ingest`` writes both."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.fields import MomentField
from events.models.event_type import EventType
from events.models.source import Source


class Event(models.Model):
    """One accepted event. Written once, by batched SQL; read by the admin and the API."""

    class Disposition(models.IntegerChoices):
        QUEUED = 1, _("given to journeys")
        NOBODY = 2, _("no journey listens for it")
        CONDITION_FALSE = 3, _("the type's condition is false")
        LATE = 4, _("too late")

    id = models.BigIntegerField(primary_key=True)
    source = models.ForeignKey(
        Source, models.DO_NOTHING, db_constraint=False, null=True, verbose_name=_("source")
    )
    event_id = models.TextField(_("the sender's id"), null=True)
    type = models.ForeignKey(
        EventType, models.DO_NOTHING, db_constraint=False, null=True, verbose_name=_("type")
    )
    person = models.TextField(_("person"))
    occurred_at = MomentField(_("occurred"))
    received_at = MomentField(_("received"))
    disposition = models.SmallIntegerField(_("disposition"), choices=Disposition.choices)
    data = models.JSONField(_("data"))

    class Meta:
        managed = False
        db_table = "event"
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return self.event_id or str(self.pk)


class Rejection(models.Model):
    """One event that was refused, and why. The log is bounded: REJECTIONS_KEPT."""

    at = MomentField(_("at"))
    source = models.ForeignKey(
        Source, models.SET_NULL, db_constraint=False, null=True, verbose_name=_("source")
    )
    event_type = models.CharField(_("event type"), max_length=100, default="")
    code = models.CharField(_("reason"), max_length=40)
    pointer = models.CharField(_("where"), max_length=300, default="")
    detail = models.CharField(_("detail"), max_length=500, default="")
    excerpt = models.TextField(_("what was sent"), default="", max_length=2048)

    class Meta:
        verbose_name = _("rejection")
        verbose_name_plural = _("rejections")

    def __str__(self) -> str:
        return self.code
