"""Stand-ins for arXiv, Semantic Scholar, Crossref, DataCite and PDF servers, on this machine and over real sockets.

A test module that wants them says

    pytest_plugins = ["tests.services.fixtures"]

and takes the fixture `services`. It serves all services below one address, ``services.url``; give it as the base URL
of each. By hand: ``python -m tests.services 8000`` from the repository's root.
"""
