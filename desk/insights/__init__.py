"""What the figures of the desk tell: plain functions that count, for a period and a part of the desk."""
