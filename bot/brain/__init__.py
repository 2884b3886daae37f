"""The Rasa side: a function from (state, message) to (state', blocks, effects). Keeps nothing between turns."""
