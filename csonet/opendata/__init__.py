"""Open data: what a list, a nightly dump and the interface for programs give away, declared once for all three."""
