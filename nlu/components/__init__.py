"""Rasa components of the pipeline: thin wrappers, the thinking is in the modules beside this folder."""
