"""How well the held-out sentences are understood and answered: `make eval`."""
