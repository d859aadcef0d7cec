"""The components of the design, as template tags with named arguments: an unknown argument is an error.

Every one of them is shown on the staff's style guide, left-to-right and right-to-left.
"""

from django import template

from csonet.ui.components import blocks, lists, marks, text

register = template.Library()
for part in (text, marks, blocks, lists):
    register.tags.update(part.register.tags)
