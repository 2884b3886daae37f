"""Ways to talk to us. A channel turns its own form into an InboundMessage and our parts into its own form."""
