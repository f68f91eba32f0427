"""One module per node type; ``journeys.core.nodes`` lists them."""
