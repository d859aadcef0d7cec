"""Forms of events: what is published, what the organizers set, what people fill in."""
