"""How far one is with the critiques of a course, in words."""

from collections.abc import Iterator

from papertrail.cli.words import counted
from papertrail.critique.tally import Tally
from papertrail.wording import due_words, titled


def sentence(found: Tally) -> str:
    """Where the reader stands: "4 of 10 handed in, 2 drafts, next: CLIP, Mon 23 Sep before class; …"."""
    of = f" of {found.rules.wanted}" if found.rules.wanted else ""
    words = [f"{found.handed_in}{of} handed in"]
    words += [f"{found.late} late, not counted"] if found.late else []
    words += [counted(len(found.drafts), "draft")] if found.drafts else []
    words += [f"{counted(len(found.missed), 'draft')} missed"] if found.missed else []
    if found.chances and (found.wanting or not found.rules.wanted):
        following = found.chances[0]
        words.append(
            ", ".join(filter(None, (f"next: {titled(following.reading)}", due_words(following.due, found.rules.due))))
        )
    left = f"; {found.classes_left} eligible {'class' if found.classes_left == 1 else 'classes'} left"
    return ", ".join(words) + (left if found.rules.due and found.wanting else "")


def warnings(found: Tally) -> Iterator[str]:
    """What the reader has to know in time."""
    if found.short:
        yield (
            f"{found.course.short}: {found.wanting} more wanted,"
            f" and only {found.wanting - found.short} can still be handed in"
        )
    elif found.wanting > found.classes_left:
        yield (
            f"{found.course.short}: {found.wanting} more wanted in {found.classes_left} classes:"
            " more than one for some of them"
        )
