"""A journey in words: what is drawn on a canvas or was published, told in a language."""

from typing import Any

from journeys.core.graph import Graph
from journeys.core.words import Words
from journeys.declared import catalog

Json = dict[str, Any]


def words(graph: Json, language: str) -> Json:
    """Each step, the lines of the whole, and the whole as a text; as ``core.words`` tells them.

    The graph must be one that can be saved.
    """
    return Words(Graph.from_json(graph), catalog(), language).to_json()
