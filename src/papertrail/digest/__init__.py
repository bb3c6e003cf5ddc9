"""The digest of a week: what it holds, how it is written, and how it is sent."""
