"""Calls of an event and what answers them: written statements, requests for the floor, side events."""
