"""Rich text, and how it is read and written as LaTeX, HTML, Markdown and plain text."""
