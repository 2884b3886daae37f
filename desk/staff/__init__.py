"""The people of the desk: accounts, how they sign in, and what is written down of what they do."""
