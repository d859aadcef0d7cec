"""What people write under an item: numbered posts, their reports and moderation, and what of it is unread."""
