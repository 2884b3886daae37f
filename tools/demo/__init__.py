"""The demo: made-up people, conversations that the real assistant answers, and cases in every state."""
