"""Critiques: the rules of a course, the files of the drafts, and what is still to be written.

The text is the reader's own work. Nothing here writes or suggests a sentence of it.
"""
