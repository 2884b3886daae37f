"""Measures CityBridge: `make bench`, `make load` and `make soak`."""
