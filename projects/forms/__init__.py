"""What people write: requests, proposals, offers, interests, reports."""
