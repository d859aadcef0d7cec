"""Files that belong to items: what is accepted, how it is kept, and who gets to see it."""
