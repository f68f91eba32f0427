"""Definitions of this app are remembered; a change makes everyone in this process forget them."""

from datasources import definitions
from remote.guard import AddOnly


class Definition(AddOnly):
    """A row that technical users write and journeys rely on."""

    class Meta:
        abstract = True

    def changed(self) -> None:
        definitions.forget()
