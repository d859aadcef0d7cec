"""Replies by mail: keys, cutting off what is quoted, and posting what is left."""
