"""Where arXiv's record of a preprint and the bibliography's disagree. Neither is taken for right."""

from papertrail.identifiers import folded, title_key
from papertrail.records import Preprint, Work, full_name


def disagreements(work: Work, preprint: Preprint) -> list[str]:
    """What arXiv says otherwise, a sentence each; nothing where both agree."""
    found = []
    titles = {title_key(title) for title in (work.title, *work.fields.get("alttitle", "").split(" ;; "))}
    if title_key(preprint.title) not in titles:
        found.append(f"arXiv's title: {preprint.title}")
    ours, theirs = _families(work.names), _families(preprint.names)
    if work.complete and ours and theirs and ours != theirs:
        order = " in another order" if sorted(ours) == sorted(theirs) else ""
        found.append(f"arXiv's authors{order}: {', '.join(map(full_name, preprint.names))}")
    return found


def _families(names: tuple[dict[str, str], ...]) -> list[str]:
    return [title_key(folded(name.get("family") or name.get("literal", ""))) for name in names]
