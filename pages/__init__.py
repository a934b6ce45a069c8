"""One thin script per view: read state, call the core, draw."""
