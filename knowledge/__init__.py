"""What the assistant knows: one YAML record per thing, and the code to load, check and search them."""
