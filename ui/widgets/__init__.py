"""Widgets that draw one thing each; they take facts, send signals and know no service."""
