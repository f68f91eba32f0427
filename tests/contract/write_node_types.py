"""Writes the front end's copy of the step types: ``python -m tests.contract.write_node_types``.

Then ``npm run types`` in ``frontend/`` writes the TypeScript of it.
"""

from tests.contract.test_node_types import COPY, published

if __name__ == "__main__":
    COPY.write_text(published())
