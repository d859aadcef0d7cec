"""Telling people: notify() stores, the worker mails, the words are made in the reader's language when they are read."""
