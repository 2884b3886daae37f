"""Messengers, against stand-ins of their interfaces that keep the documented limits."""
