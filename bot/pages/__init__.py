"""Pages of text that the gateway serves."""
