"""What two spellings of one organization's name have in common."""


def name_key(name: str) -> str:
    """The key under which spellings of one name meet."""
    return " ".join(name.casefold().split())
