"""The promises of the Rasa side."""
