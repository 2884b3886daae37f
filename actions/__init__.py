"""What the assistant does: one action per file (a verb), the composition of answers beside them (nouns)."""
