"""Groups in which people discuss, their topics, consultations, and who moderates them."""
