"""What the compile function of a step type is given, and what it makes."""

from typing import TYPE_CHECKING, Protocol

from journeys.core.graph import Node
from journeys.core.program import Catalog
from journeys.core.scope import Scopes
from journeys.core.texts import Text

if TYPE_CHECKING:
    from journeys.core.steps.results import Result
    from journeys.core.walk import Walk


class Step(Protocol):
    """A compiled step. One that parks also has ``arrived`` and ``woke``; one that calls,
    ``answered``."""

    key: str
    timeout: float
    on_error: str

    def enter(self, walk: "Walk") -> "Result":
        """A run comes to the step, or is planned again here with a value that it lacked."""
        ...


class Making:
    """Makes the texts of one node, and remembers what they read.

    salt: a text that tells journeys apart, so that two journeys split their people differently.
    """

    def __init__(self, node: Node, scopes: Scopes, catalog: Catalog, salt: str) -> None:
        self.node = node
        self.catalog = catalog
        self.salt = salt
        self.texts: list[Text] = []
        self._scopes = scopes

    def text(self, text: str, label: str, event: str = "") -> Text:
        """The expression compiled in the node's scope; ``event`` is a type that has arrived."""
        made = Text(text, label, self._scopes.before(self.node.key, event))
        self.texts.append(made)
        return made
