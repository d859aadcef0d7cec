"""What Django's Chinese formats lack: numbers are grouped by threes, with a comma."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
