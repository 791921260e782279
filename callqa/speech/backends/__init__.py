"""One model family a file; heavy libraries are imported here alone, inside functions."""
