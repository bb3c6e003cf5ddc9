"""The outside world: arXiv, the services that know published versions, and PDFs. Pure input and output.

A batch function never raises because part of its work failed: its answer holds what arrived, what the service does
not know, and the failures. A look-up of one thing raises `SourceUnavailableError`.
"""
