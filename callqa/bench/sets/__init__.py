"""Sets of recordings with truth: one set a module."""
