"""Seats that are never sold twice: buckets, places, a waiting list with offers. It knows no event and no course."""
