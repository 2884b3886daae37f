"""Blocks become sentences here; the sentences themselves are in the *.yml files of this folder."""
