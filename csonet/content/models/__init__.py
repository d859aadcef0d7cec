"""The spine's tables: what is published, who may see it, and what was decided on it."""

from csonet.content.models.attachment import Attachment
from csonet.content.models.case import Case
from csonet.content.models.circle import Circle, CircleMembership
from csonet.content.models.decision import Decision, Reason
from csonet.content.models.fruitless_search import FruitlessSearch
from csonet.content.models.item import Audience, Item, ItemQuerySet
from csonet.content.models.link import ItemLink
from csonet.content.models.revision import Revision
from csonet.content.models.search_document import SearchDocument
from csonet.content.models.search_word import SearchWord, SearchWordKey
from csonet.content.models.tag import ItemTag

__all__ = [
    "Attachment",
    "Audience",
    "Case",
    "Circle",
    "CircleMembership",
    "Decision",
    "FruitlessSearch",
    "Item",
    "ItemLink",
    "ItemQuerySet",
    "ItemTag",
    "Reason",
    "Revision",
    "SearchDocument",
    "SearchWord",
    "SearchWordKey",
]
