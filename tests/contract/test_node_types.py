"""The designer is built from the same schema of steps that the server publishes.

After a change of a step's settings: ``python -m tests.contract.write_node_types``, then
``npm run types`` in ``frontend/``.
"""

import json
from pathlib import Path

from journeys.core.schema import node_types

COPY = Path(__file__).resolve().parents[2] / "frontend/src/graph/schema.json"


def published() -> str:
    """What ``GET /api/v1/node-types`` answers, as it is kept for the front end."""
    return json.dumps(node_types(), ensure_ascii=False, indent=2) + "\n"


def test_the_front_end_knows_the_step_types_that_the_server_publishes():
    assert json.loads(COPY.read_text()) == json.loads(published())


def test_every_step_type_has_a_folder_in_the_front_end():
    nodes = COPY.parents[1] / "nodes"
    types = [kind["type"] for kind in node_types()["types"]]
    assert [kind for kind in types if not (nodes / kind / "index.ts").exists()] == []
