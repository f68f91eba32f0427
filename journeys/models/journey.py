"""A journey as users know it: its name, its one draft, and its published versions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 200
KEY_LENGTH = 64


class Status(models.TextChoices):
    """What a version does. Kept as words, for the engine reads the table by SQL."""

    LIVE = "live", _("Live")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")
    STOPPING = "stopping", _("Stopping")
    STOPPED = "stopped", _("Stopped")
    FINISHED = "finished", _("Finished")


OPEN = (Status.LIVE, Status.PAUSED)  # the version that new people enter, or would
UNFINISHED = (Status.LIVE, Status.PAUSED, Status.CLOSED, Status.STOPPING)  # may hold people
_AUTHOR = {"null": True, "on_delete": models.SET_NULL, "related_name": "+"}


class Journey(models.Model):
    """A journey. Its status is derived: see ``journeys.reports.statuses``."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    description = models.TextField(_("description"), blank=True, default="", max_length=4000)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **_AUTHOR)

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """What is on the canvas: one a journey, overwritten by each save, never run.

    ``revision`` rises by one with each save and is the ETag; a save names the one it began from.
    ``entry_event`` and ``problems`` are kept for the list, as they were at the last save.
    """

    journey = models.OneToOneField(Journey, models.CASCADE, primary_key=True)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    graph = models.JSONField(_("graph"))
    layout = models.JSONField(_("layout"), default=dict)
    entry_event = models.CharField(_("entry event"), max_length=KEY_LENGTH, default="", blank=True)
    problems = models.PositiveIntegerField(_("problems"), default=0)
    updated_at = models.DateTimeField(_("changed"))
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, **_AUTHOR)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return f"{self.journey} ({self.revision})"


class Version(models.Model):
    """A published graph. Only its status ever changes; people inside stay in their version."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    graph = models.JSONField(_("graph"))
    layout = models.JSONField(_("layout"), default=dict)
    entry_event = models.CharField(_("entry event"), max_length=KEY_LENGTH)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.LIVE
    )
    note = models.CharField(_("note"), max_length=1000, blank=True, default="")
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, **_AUTHOR)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "number"], name="version_number_once_a_journey"
            ),
            models.UniqueConstraint(
                fields=["journey"],
                condition=models.Q(status__in=["live", "paused"]),
                name="version_one_open_a_journey",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journey} v{self.number}"


class Use(models.Model):
    """That a journey names an event type, a source's group or an action.

    Written with each save (``version`` empty: the draft's) and each publish, so that "where is
    this used?" costs one index read however many graphs there are.
    """

    class Kind(models.TextChoices):
        EVENT = "event", _("event type")
        SOURCE = "source", _("data source")
        GROUP = "group", _("field group")
        ACTION = "action", _("action")

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="uses")
    version = models.ForeignKey(Version, models.CASCADE, null=True, related_name="uses")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    key = models.CharField(max_length=2 * KEY_LENGTH + 1)  # a group's is source.group

    class Meta:
        verbose_name = _("use")
        verbose_name_plural = _("uses")
        indexes = [models.Index(fields=["kind", "key"], name="use_of_a_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "kind", "key"],
                condition=models.Q(version=None),
                name="use_once_a_draft",
            ),
            models.UniqueConstraint(fields=["version", "kind", "key"], name="use_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.journey}: {self.kind} {self.key}"
