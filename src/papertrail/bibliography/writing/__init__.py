"""Records in, text out: each module writes one format, and none knows the database or the screen."""
