"""The one call upwards: who stands above the spine and wants to know of a transition listens here."""

from django.dispatch import Signal

#: Sent inside the transaction of a move. Arguments: item (content.Item), decision (content.Decision).
moved = Signal()
