"""How often one person may ask for something, counted in the cache."""

from django.core.cache import cache


def may(action: str, who: object, *, times: int, seconds: int) -> bool:
    """Count one use of `action` by `who`; False when there were more than `times` of them in this window."""
    key = f"organizations:{action}:{who}"
    if cache.add(key, 1, timeout=seconds):
        return True
    try:
        return cache.incr(key) <= times
    except ValueError:  # it ran out between the two calls
        return cache.add(key, 1, timeout=seconds)
