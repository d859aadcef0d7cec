"""News feeds in: addresses that may be asked, fetching, reading, telling entries apart, taking them in."""
