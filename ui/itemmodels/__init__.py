"""Qt models over the facts that the service returns; they know no service."""
