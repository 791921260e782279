"""Sets of written text with labels: judged as calls are, without any sound."""
