"""A journey from a document that ``export_document`` wrote, here or elsewhere."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from config.problems import Fault, Problem
from journeys.core.program import Catalog
from journeys.declared import catalog
from journeys.models import Journey, Use
from journeys.models.journey import NAME_LENGTH
from journeys.operations import graphs
from journeys.operations.create import create
from journeys.operations.export_document import FORMAT
from journeys.operations.uses import used

Json = dict[str, Any]


def import_document(document: Any, by: Any, now: datetime) -> Journey:
    """A new journey with the document's draft; nothing is published.

    What the graph names must be declared here: keys are looked up, whatever the document says.

    Raises:
        Problem: 422 ``format``, ``unknown_reference`` or ``structure``; 413 ``too_large``.
    """
    _refuse_misshapen(document)
    graph, layout = document["graph"], document.get("layout", {})
    graphs.refuse_broken(graph, layout)
    _refuse_unknown(graph, catalog())
    description = document.get("description", "")
    return create(document["name"], by, now, description=description, graph=graph, layout=layout)


def _refuse_misshapen(document: Any) -> None:
    if not isinstance(document, dict) or document.get("gilmok") != FORMAT:
        raise Problem(
            422, "format", _("This document is of another format."), params={"known": FORMAT}
        )
    texts = {"name": (1, NAME_LENGTH), "description": (0, 4000)}
    wrong = [
        Fault(f"/{key}", "type", _("A text of at most %(most)s characters.") % {"most": most})
        for key, (least, most) in texts.items()
        if not _is_text(document.get(key, ""), least, most)
    ]
    if "graph" not in document:
        wrong.append(Fault("/graph", "missing", _("The document has no graph.")))
    if wrong:
        raise Problem(422, "invalid", _("The request has errors."), errors=wrong)


def _is_text(value: Any, least: int, most: int) -> bool:
    return (
        isinstance(value, str)
        and least <= len(value.strip())
        and len(value) <= most
        and "\0" not in value
    )


def _refuse_unknown(graph: Json, known: Catalog) -> None:
    there = {
        Use.Kind.EVENT: known.events,
        Use.Kind.SOURCE: known.sources,
        Use.Kind.ACTION: known.actions,
    }
    unknown = [
        (kind, key) for kind, key in sorted(used(graph)) if kind in there and key not in there[kind]
    ]
    if unknown:
        raise Problem(
            422,
            "unknown_reference",
            _("The journey needs what is not declared here."),
            errors=[
                Fault(f"/uses/{kind}s", "unknown_reference", key, {"kind": kind, "key": key})
                for kind, key in unknown
            ],
        )
