"""The pages of the window; each wires widgets to the service."""
