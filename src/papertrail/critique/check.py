"""A draft against the rules of its course, and against the page it makes."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from papertrail.critique.draft import Draft
from papertrail.critique.policy import Policy, SectionRule, amount
from papertrail.identifiers import folded
from papertrail.typesetting import Printed, Section, uncommented

ERROR, HINT = "error", "hint"

_USUAL = 650
"""Words of a full page, said as long as there are too few to tell from."""
_FEW = 60

_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b|\?\?\?+")
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|«([^»]*)»|»([^«]*)«|„([^“”]*)[“”]")
_SENTENCE_END = re.compile(r"[.!?…]\s+\W*[^\W\d_a-z]")


class Finding(NamedTuple):
    """Something about a draft that its author should know."""

    line: int
    severity: str
    """``error`` where a rule is broken or the page is not what was written, else ``hint``."""
    sentence: str


class Situation(NamedTuple):
    """Where the draft stands in its course."""

    about: str
    """The paper and course that papertrail knows the file for: what the front matter should say."""
    level: str | None
    """At which the course assigns the reading; None where it does not, or not any more."""
    due: str
    """When it is due, in words; empty where nobody says."""
    past: bool
    """It was due before now."""
    submitted: bool
    changed: bool
    """The file is another one than was handed in."""
    course: bool
    """It belongs to a course."""


class Report(NamedTuple):
    """What a check found."""

    findings: tuple[Finding, ...]
    sections: tuple[Section, ...]
    printed: Printed | None
    """None where the page could not be set."""
    bare: float
    """How much of a page is filled before a word is written."""

    @property
    def words(self) -> int:
        """The words of the whole draft."""
        return sum(block.words for section in self.sections for block in section.paragraphs)

    @property
    def broken(self) -> bool:
        """True when a rule is broken."""
        return any(finding.severity == ERROR for finding in self.findings)


def report(
    draft: Draft, rules: Policy, situation: Situation, sections: Sequence[Section], printed: Printed | None,
    bare: float,
) -> Report:  # fmt: skip
    """Everything that can be said of a draft, in the order of its lines.

    Args:
        draft: The draft.
        rules: The rules of its course.
        situation: Where it stands in its course.
        sections: Its outline.
        printed: Its page, if it could be set.
        bare: How much of a page is filled before a word is written.
    """
    findings = [
        *_about(draft, situation),
        *_time(rules, situation),
        *_sections(rules, sections, draft.first_line),
        *_marks(draft),
        *_quotations(sections),
    ]
    if printed:
        findings += [Finding(one.line, ERROR, one.sentence) for one in printed.complaints]
    found = Report(tuple(sorted(findings, key=lambda one: one.line)), tuple(sections), printed, bare)
    return found._replace(findings=(*found.findings, *_length(rules, found, draft)))


def words(section: Section) -> int:
    """How many words a section has."""
    return sum(block.words for block in section.paragraphs)


def paragraphs(section: Section) -> int:
    """How many paragraphs a section has, as a reader of the page would count them.

    What goes on in lower case after a formula or a list is the same paragraph; a list alone is one.
    """
    count, before = 0, ""
    for block in section.paragraphs:
        if block.kind == "paragraph":
            goes_on = block.goes_on or (before not in {"", "paragraph"} and block.text[:1].islower())
            count += 0 if goes_on else 1
        before = block.kind
    return count or int(bool(section.paragraphs))


def room(report: Report, pages: float) -> int:
    """About how many more words fit on so many pages; negative when there are too many."""
    if report.printed is None:
        return 0
    text = report.printed.filled - report.bare
    a_page = report.words / text if report.words >= _FEW and text > 0 else _USUAL
    return round(a_page * (pages - report.printed.filled))


def _about(draft: Draft, situation: Situation) -> Iterator[Finding]:
    if draft.problem:
        yield Finding(draft.problem_line, ERROR, f"{draft.problem}; papertrail knows the file as {situation.about}")
    elif draft.head and situation.about != f"{draft.head.paper} of {draft.head.course or 'no course'}":
        yield Finding(1, ERROR, f"the front matter says another paper or course: this is {situation.about}")
    if draft.head and not draft.head.author:
        yield Finding(1, HINT, "no name will stand on the page: fill in author, or set it in the settings file")


def _time(rules: Policy, situation: Situation) -> Iterator[Finding]:
    if situation.submitted:
        if situation.changed:
            yield Finding(1, HINT, "the file has changed since it was handed in")
        return
    if situation.course and situation.level is None:
        yield Finding(1, ERROR, "the course does not assign this paper any more")
    elif situation.level and situation.level not in rules.levels:
        yield Finding(1, ERROR, f"it is an {situation.level} reading; wanted is {' or '.join(rules.levels)}")
    if situation.past:
        severity, late = (HINT, "late") if rules.takes_late else (ERROR, "late ones do not count")
        yield Finding(1, severity, f"it was due {situation.due}: {late}")


def _sections(rules: Policy, sections: Sequence[Section], first_line: int) -> Iterator[Finding]:
    if not any(section.paragraphs for section in sections):
        yield Finding(first_line, ERROR, "nothing is written yet")
        return
    there = {folded(section.title): section for section in sections}
    for rule in rules.sections:
        section = there.get(folded(rule.title))
        if section is None:
            yield Finding(first_line, ERROR, f"the section {rule.title!r} is missing")
        else:
            yield from _section(rule, section)
    yield from _twice(rules, sections)
    yield from _order(rules, sections)
    yield from _others(rules, sections)
    count = sum(map(paragraphs, sections))
    if rules.paragraphs and count != rules.paragraphs and not any(rule.paragraphs for rule in rules.sections):
        wanted = amount(rules.paragraphs, "paragraphs")
        yield Finding(first_line, ERROR, f"{amount(count, 'paragraphs')}; wanted: {wanted}")


def _section(rule: SectionRule, section: Section) -> Iterator[Finding]:
    name, count = repr(rule.title), words(section)
    if not section.paragraphs:
        yield Finding(section.line, ERROR, f"the section {name} is empty")
        return
    if rule.paragraphs and paragraphs(section) != rule.paragraphs:
        has, wanted = (amount(number, "paragraphs") for number in (paragraphs(section), rule.paragraphs))
        yield Finding(section.line, ERROR, f"the section {name} has {has}; wanted: {wanted}")
    if rule.min_words and count < rule.min_words:
        yield Finding(
            section.line, ERROR, f"the section {name} has {amount(count, 'words')}; at least {rule.min_words}"
        )
    if rule.max_words and count > rule.max_words:
        yield Finding(section.line, ERROR, f"the section {name} has {amount(count, 'words')}; at most {rule.max_words}")


def _twice(rules: Policy, sections: Sequence[Section]) -> Iterator[Finding]:
    wanted = {folded(rule.title) for rule in rules.sections}
    seen: set[str] = set()
    for section in sections:
        title = folded(section.title)
        if title in wanted & seen:
            yield Finding(section.line, ERROR, f"the section {section.title!r} is there already")
        seen.add(title)


def _order(rules: Policy, sections: Sequence[Section]) -> Iterator[Finding]:
    wanted = [folded(rule.title) for rule in rules.sections]
    there = [section for section in sections if folded(section.title) in wanted]
    places = [wanted.index(folded(section.title)) for section in there]
    if places != sorted(places):
        names = ", ".join(rule.title for rule in rules.sections)
        yield Finding(there[0].line, HINT, f"the sections stand in another order than the course's: {names}")


def _others(rules: Policy, sections: Sequence[Section]) -> Iterator[Finding]:
    if not rules.sections:
        return
    wanted = {folded(rule.title) for rule in rules.sections}
    for section in sections:
        if not section.title and section.paragraphs:
            yield Finding(section.line, HINT, "there is text above the first section")
        elif section.title and folded(section.title) not in wanted:
            yield Finding(section.line, HINT, f"the course asks for no section {section.title!r}")


def _marks(draft: Draft) -> Iterator[Finding]:
    """What is still to be done, outside comments."""
    source = uncommented(draft.body, draft.first_line)
    for number, line in zip(source.lines, source.text.split("\n"), strict=False):  # one line more for its end
        for mark in _UNFINISHED.findall(line):
            yield Finding(number, ERROR, f"unfinished: {mark}")


def _quotations(sections: Sequence[Section]) -> Iterator[Finding]:
    for section in sections:
        for block in section.paragraphs:
            if block.kind != "paragraph":
                continue
            for groups in _QUOTED.findall(block.text):
                if _SENTENCE_END.search("".join(groups)):
                    yield Finding(
                        block.line, HINT, "a quotation of more than a sentence: set it as one, with > before it"
                    )


def _length(rules: Policy, found: Report, draft: Draft) -> Iterator[Finding]:
    if rules.pages and found.printed and found.printed.pages > rules.pages:
        last = draft.first_line + draft.body.rstrip().count("\n")
        many = -room(found, rules.pages)
        by = f", about {amount(many, 'words')} too many" if many > 0 else ""
        yield Finding(last, ERROR, f"{found.printed.filled:.2f} of {amount(rules.pages, 'pages')}{by}")
