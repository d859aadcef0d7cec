"""The data page and the nightly files of open data."""
