"""What we promise: the folders mirror those of the code."""
