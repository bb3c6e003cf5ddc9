"""Bibliographic records: what a work is, and how it is read from and written to the formats of others."""
