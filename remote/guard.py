"""While a journey uses a definition it may grow, and nothing of it may go or change its type."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import lost


class AddOnly(models.Model):
    """Refuses, in ``clean`` and ``delete``, what would break a journey that uses this."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.changed()

    def changed(self) -> None:
        """What is to be done after a save or a delete: whoever remembers this forgets it."""
        raise NotImplementedError

    def used_by(self) -> list[str]:
        """Names of journeys that use this definition."""
        raise NotImplementedError

    def declared(self) -> dict[str, str]:
        """name -> type of everything that journeys may have written down."""
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        if before is None or not (users := before.used_by()):
            return
        if missing := lost(before.declared(), self.declared()):
            raise ValidationError(
                _("%(journey)s uses this: “%(name)s” may not be removed or changed."),
                code="in_use",
                params={"journey": users[0], "name": missing[0]},
            )

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises ProtectedError while it is used."""
        if users := self.used_by():
            raise models.ProtectedError(f"In use by {users[0]}.", {self})
        done = super().delete(*args, **kwargs)
        self.changed()
        return done
