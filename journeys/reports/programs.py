"""The compiled program of a published version, for reports that run the core again."""

from functools import lru_cache

from journeys.core.compiled import CompiledProgram, compile_graph
from journeys.declared import catalog
from journeys.models import Version


@lru_cache(maxsize=64)
def program_of(version_id: int) -> CompiledProgram:
    """As the engine compiles it; kept, because a version never changes.

    Raises:
        Version.DoesNotExist: there is no such version.
    """
    version = Version.objects.get(pk=version_id)
    return compile_graph(version.graph, catalog(), salt=str(version.journey_id))
