"""What journeys look up: the built-in profile and any HTTP API."""
