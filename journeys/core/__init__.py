"""The pure core: what a step does to a person's run. No clock, no I/O, no chance, no Django."""
