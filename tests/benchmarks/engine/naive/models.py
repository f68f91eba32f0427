from django.db import models


class Run(models.Model):
    """A person's way: where it stands, and what it knows."""

    person = models.TextField()
    step = models.TextField(default="entry")
    data = models.JSONField()
    done = models.BooleanField(default=False)

    class Meta:
        app_label = "naive"

    def __str__(self) -> str:
        return self.person
