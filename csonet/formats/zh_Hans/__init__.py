"""Chinese: numbers."""
