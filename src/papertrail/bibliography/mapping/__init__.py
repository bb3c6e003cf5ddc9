"""The types and fields of each format beside those of CSL, read and written by one table."""
