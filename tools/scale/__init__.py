"""`make scale-test`: several gateways and brains on one machine, and what happens when each part is lost."""
