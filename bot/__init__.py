"""How the assistant talks: the gateway, its channels and its words."""
