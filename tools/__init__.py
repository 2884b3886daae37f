"""Tools for the people who write records and phrases: start a file, look at it, see what is due."""
