"""The channel of a WeChat official account (service account). No library for it is kept, so this adapter is our own."""
