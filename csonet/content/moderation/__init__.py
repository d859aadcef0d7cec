"""The moderators' queue: one for all nouns."""
