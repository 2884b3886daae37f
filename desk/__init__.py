"""The people behind the assistant: conversations, cases and delivery, as plain functions over tables."""
