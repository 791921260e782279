"""The command line: one verb group a file."""
