"""A digest on a terminal."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from papertrail.cli.words import counted
from papertrail.digest.content import Coming, CourseWeek, Digest, Due, Item, Meeting, Progress
from papertrail.records import Level

_STEP = 2


def digest_screen(digest: Digest) -> RenderableType:
    """All courses, one below the other."""
    parts: list[RenderableType] = []
    for course in digest.courses:
        parts += ["", *_course(course)] if parts else list(_course(course))
    if digest.elsewhere:
        parts += ["", *_headed("Also finished the week before", map(_finished, digest.elsewhere))]
    return Group(*parts)


def _course(course: CourseWeek) -> Iterator[RenderableType]:
    yield Text.assemble((course.title, "bold"), "  ", (course.about, "dim"))
    if course.heading:
        yield Text(course.heading, style="bold")
    for line in filter(None, (course.topics, course.zone)):
        yield Text(line, style="dim")
    if course.words:
        yield Text(course.words if course.number is not None else f"{course.title} {course.words}", style="yellow")
    for meeting in course.meetings:
        yield from _meeting(meeting)
    if course.length:
        yield _indented(Text(course.length, style="dim"))
    yield from _headed("Deadlines", map(_due, course.deadlines))
    yield from _headed(
        "Critiques due",
        (Text.assemble((one.due, "yellow"), f"  {one.title}  ", (one.state, "dim")) for one in course.critiques),
    )
    yield from _headed("Overdue", map(_late, course.overdue.shown))
    if course.overdue.more:
        yield _indented(Text(f"and {course.overdue.more} more", style="dim"))
    yield from _headed("Finished the week before", map(_finished, course.finished))
    if course.coming:
        yield from _headed(f"Next: {course.coming.heading}", _coming(course.coming))
    if course.progress:
        yield from _headed("Where you stand", _standing(course.progress))


def _meeting(meeting: Meeting) -> Iterator[RenderableType]:
    yield ""
    topic = ": ".join(filter(None, ("no class" if meeting.no_class else "", meeting.topic)))
    if meeting.when or topic:
        yield Text.assemble((f"{meeting.when}  " if meeting.when else "", "bold magenta"), (topic, "bold"))
    about = ", ".join(filter(None, (meeting.speakers, meeting.place)))
    for line, style in ((about, ""), (meeting.note, "dim italic"), (meeting.rule, "yellow")):
        if line:
            yield _indented(Text(line, style=style))
    for item in (*meeting.required, *meeting.further):
        yield from _item(item)
    if not (meeting.required or meeting.further or meeting.no_class):
        yield _indented(Text("no reading", style="dim"))


def _item(item: Item) -> Iterator[RenderableType]:
    yield _indented(_named(item, item.title, bold=item.level == Level.REQUIRED))
    level = item.level if item.level in {Level.REQUIRED, Level.OPTIONAL} else None  # `about` says the others
    about = " · ".join(filter(None, (level, item.about)))
    yield _indented(Text(about, style="dim"), steps=2)
    if item.own_note:
        yield _indented(Text(f"Your note: {item.own_note}", style="italic"), steps=2)


def _named(item: Item, name: str, *, bold: bool = False) -> Text:
    title = Text(name, style=Style(link=item.link, bold=bold or None, italic=item.unresolved or None))
    return Text.assemble((f"{item.handle}  " if item.handle else "", "cyan"), title)


def _late(item: Item) -> Text:
    return Text.assemble(_named(item, item.name), "  ", (f"was due {item.due}", "red"))


def _finished(item: Item) -> Text:
    return Text.assemble(_named(item, item.name), "  ", (item.status or "", "dim"))


def _due(due: Due) -> Text:
    return Text.assemble((due.when, "yellow"), f"  {due.name}", (f"  {due.note or ''}", "dim"))


def _coming(coming: Coming) -> Iterator[Text]:
    yield from map(Text, coming.meetings)
    if coming.later:
        yield Text(f"next meeting: {coming.later}")
    yield from map(_due, coming.deadlines)
    yield Text(f"{counted(coming.readings, 'reading')}{', required:' if coming.required else ''}", style="dim")
    for name in coming.required:
        yield Text(f"  {name}")


def _standing(progress: Progress) -> Iterator[Text]:
    line = Text(f"{progress.finished} of {progress.total} finished")
    line.append(f", {progress.begun} begun" if progress.begun else "")
    line.append(f", {progress.overdue} required overdue" if progress.overdue else "", "red")
    yield line
    yield Text(" · ".join(f"{share.name} {share.finished} of {share.total}" for share in progress.shares), style="dim")


def _headed(heading: str, lines: Iterable[Text]) -> Iterator[RenderableType]:
    """A heading and its lines; nothing at all without lines."""
    rows = list(lines)
    if rows:
        yield Text(f"\n{heading}", style="bold")
        yield from map(_indented, rows)


def _indented(line: Text, steps: int = 1) -> Padding:
    """A line that stays indented where it wraps."""
    return Padding(line, (0, 0, 0, _STEP * steps))
