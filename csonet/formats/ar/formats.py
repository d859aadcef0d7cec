"""Dates and numbers in Arabic as the United Nations write them: 21 تشرين الثاني/نوفمبر 2026، 14:05; 6 494; 3,5."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATETIME_FORMAT = "d‏/m‏/Y، H:i"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"  # a common separator for the bidirectional algorithm: the groups keep their order
NUMBER_GROUPING = 3
