"""Whole dialogues in both languages, played through the real brain."""
