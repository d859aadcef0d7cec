"""The pages of requests, proposals, offers, interests and partnerships."""
