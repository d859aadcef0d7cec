"""Arabic: dates and numbers."""
