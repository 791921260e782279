"""Results against truth: one kind of comparison a module."""
