"""How days, times and names are put into words, wherever they are shown. Pure: records in, words out."""

from datetime import date, datetime

from papertrail.records import Deadline, Reading, Session, Status

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MOST_STARS = 5


def day(iso: str) -> str:
    """``2024-09-23`` as "Mon 23 Sep"."""
    return f"{date.fromisoformat(iso[:10]):%a} {date.fromisoformat(iso[:10]).day} {date.fromisoformat(iso[:10]):%b}"


def day_and_year(iso: str) -> str:
    """``2024-09-23`` as "Mon 23 Sep 2024"."""
    return f"{day(iso)} {iso[:4]}"


def due(iso: str) -> str:
    """A day, or an instant as "Thu 23 Feb 15:45"."""
    return day(iso) if len(iso) == len("2024-09-23") else f"{day(iso)} {datetime.fromisoformat(iso):%H:%M}"


def due_words(iso: str | None, when: str | None) -> str:
    """When a critique is due: "Mon 23 Sep before class", "Thu 23 Feb 15:45", "in the week to Sun 26 Sep".

    Empty where nobody says.

    Args:
        iso: The day or instant.
        when: The rule of the course: ``before-session`` …
    """
    if iso is None:
        return "after the class" if when == "after-session" else ""
    if when == "weekly":
        return f"in the week to {due(iso)}"
    no_time = len(iso) == len("2024-09-23")
    return f"{due(iso)} before class" if when == "before-session" and no_time else due(iso)


def due_and_year(iso: str) -> str:
    """A day, or an instant, with its year: "Thu 23 Feb 2023 15:45"."""
    return f"{day_and_year(iso)} {iso[11:16]}".strip()


def span(first: str, last: str) -> str:
    """Two days as "23–29 Sep 2024", with no word said twice."""
    one, two = date.fromisoformat(first), date.fromisoformat(last)
    if one == two:
        return day_and_year(first)
    if one.year != two.year:
        return f"{one.day} {one:%b} {one.year} – {two.day} {two:%b} {two.year}"
    if one.month != two.month:
        return f"{one.day} {one:%b} – {two.day} {two:%b} {two.year}"
    return f"{one.day}–{two.day} {two:%b} {two.year}"


def session_day(session: Session) -> str:
    """When a session meets, as far as is known; a printed date that cannot be trusted is quoted."""
    if session.date is None:
        return session.when or ""
    days = span(session.date, session.until) if session.until else day(session.date)
    times = "–".join(filter(None, (session.starts, session.ends)))
    doubt = f" (unsure: printed “{session.when}”)" if session.unsure and session.when else ""
    return f"{days} {times}".strip() + doubt


def who(reading: Reading) -> str:
    """First authors and year: "Vaswani et al. 2017"."""
    return " ".join(filter(None, (reading.byline, str(reading.year) if reading.year else "")))


def titled(reading: Reading) -> str:
    """The title with the part that is meant: "Deep Learning, Chapters 5–9"."""
    return f"{reading.title}, {reading.part}" if reading.part else reading.title


def status_words(reading: Reading, today: date) -> str:
    """The status with its day, such as "read 3 Oct"; nothing for what is unread."""
    if reading.status is Status.UNREAD or reading.since is None:
        return ""
    since = datetime.fromisoformat(reading.since).astimezone().date()
    year = f" {since.year}" if since.year != today.year else ""
    return f"{reading.status} {since.day} {since:%b}{year}"


def stars(rating: int) -> str:
    """A rating, "★★★☆☆"."""
    return "★" * rating + "☆" * (MOST_STARS - rating)


def deadline_days(deadline: Deadline) -> str:
    """When something is handed out and due: "out Tue 14 Sep, due Tue 21 Sep 13:00"."""
    dates = []
    if deadline.released:
        dates.append(f"out {day(deadline.released)}")
    if deadline.due:
        dates.append(f"due {day(deadline.due)}{f' {deadline.time}' if deadline.time else ''}")
    return ", ".join(dates)
