"""From a Hearing to numbers and findings: pure functions, one measure a file."""
