"""What people type, without the characters that nobody sees and that turn a text around."""

import unicodedata

#: Embeddings, overrides and isolates that reach beyond the word they stand in (UAX 9); the plain marks stay.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """The text without control characters and direction overrides; line ends become \\n."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (sign for sign in text if sign in "\n\t" or (unicodedata.category(sign) != "Cc" and sign not in _TURNING))
    return "".join(kept).strip()
