"""make bench: requests per second, CPU and queries a request, beside a bare Django view that returns the same bytes."""
