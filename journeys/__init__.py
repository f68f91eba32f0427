"""Journeys: the pure core, the engine that runs it, and what users do with them."""
