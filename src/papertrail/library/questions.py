"""The SQL of every question. Standard SQL with named parameters; a test runs each under EXPLAIN."""

import re

from papertrail.schema.columns import RECORD_COLUMNS

COURSES = """
SELECT c.key, c.title, c.number, c.institution, c.term, c.url, c.timezone, c.unit, c.starts, c.ends, c.bundled,
    f.course IS NOT NULL, f.start, c.facts, c.critique, (SELECT min(printed_date) FROM session WHERE course = c.key)
FROM course c LEFT JOIN following f ON f.course = c.key
WHERE c.removed_at IS NULL
ORDER BY f.course IS NULL, f.since, c.key
"""
COURSE_KEYS = "SELECT key FROM course WHERE removed_at IS NULL ORDER BY key"
FOLLOWED = (
    "SELECT f.course FROM following f JOIN course c ON c.key = f.course"
    " WHERE c.removed_at IS NULL ORDER BY f.since, f.course"
)
WEEKS = "SELECT course, number, title, monday, facts FROM week WHERE course = :course ORDER BY number"
SESSION_COLUMNS = (
    "id, course, week, number, kind, date, until, starts, ends, printed_when, unsure, place, topic, speakers, note,"
    " facts"
)
SESSIONS = f"SELECT {SESSION_COLUMNS} FROM session WHERE course = :course ORDER BY position"
SESSIONS_OF_WEEK = f"SELECT {SESSION_COLUMNS} FROM session WHERE course = :course AND week = :week ORDER BY position"
NEXT_SESSION = (
    f"SELECT {SESSION_COLUMNS} FROM session WHERE course = :course AND week > :week AND kind <> 'no-class'"
    " ORDER BY week, position LIMIT 1"
)
DEADLINES = (
    "SELECT course, name, kind, released, due, time, note FROM deadline WHERE course = :course ORDER BY position"
)

READING_COLUMNS = """
    t.key, coalesce(s.status, 'unread'), coalesce(w.title, t.label), coalesce(w.byline, ''), w.year,
    coalesce(r.kind, w.kind, 'paper'), w.link, CASE WHEN r.confidence = 'unresolved' THEN NULL ELSE t.work END, t.part,
    s.since, r.course, r.week, r.ordinal, r.session, r.due, r.level, r.label, r.note, r.heading,
    coalesce(r.pages, CASE WHEN t.part IS NULL THEN w.pages END),
    r.companion_of, coalesce(r.confidence, w.confidence, 'unresolved'),
    (SELECT CASE WHEN q.submitted_at IS NULL THEN 'draft' WHEN q.late THEN 'late' ELSE 'handed in' END
        FROM critique q WHERE q.target = t.key AND q.course = coalesce(r.course, '')
        ORDER BY q.submitted_at IS NULL, q.number LIMIT 1)
"""
_TARGETS = """
FROM target t
    LEFT JOIN work w ON w.key = t.work
    LEFT JOIN status s ON s.target = t.key
    LEFT JOIN reading r ON r.target = t.key
        AND r.course NOT IN (SELECT key FROM course WHERE removed_at IS NOT NULL)
    LEFT JOIN following f ON f.course = r.course
"""
_READINGS = """
FROM reading r
    JOIN course c ON c.key = r.course AND c.removed_at IS NULL
    JOIN target t ON t.key = r.target
    LEFT JOIN work w ON w.key = t.work
    LEFT JOIN status s ON s.target = t.key
"""
# What no course assigns (any more) is listed only if the reader marked it, keeps something about it, or brought it.
_OWN = """(s.target IS NOT NULL OR w.origin = 'own'
    OR EXISTS (SELECT 1 FROM note WHERE note.subject = coalesce(t.work, t.key))
    OR EXISTS (SELECT 1 FROM tag WHERE tag.subject = coalesce(t.work, t.key))
    OR EXISTS (SELECT 1 FROM rating WHERE rating.subject = coalesce(t.work, t.key))
    OR EXISTS (SELECT 1 FROM critique WHERE critique.target = t.key))"""
_PLACES = """
SELECT 1 FROM reading r WHERE r.target = t.key
    AND r.course NOT IN (SELECT key FROM course WHERE removed_at IS NOT NULL)
"""
_SHELF_ORDER = "ORDER BY f.course IS NULL, f.since, r.course IS NULL, r.course, r.week, r.ordinal, t.key"
PLACED = f"SELECT {READING_COLUMNS} {_TARGETS} WHERE {{conditions}} {_SHELF_ORDER}"
LISTED_TARGETS = f"{_TARGETS} WHERE (r.course IS NOT NULL OR {_OWN})"
LISTED = f"SELECT {READING_COLUMNS} {LISTED_TARGETS} AND {{conditions}} {_SHELF_ORDER}"
SHELF = (
    "SELECT c.key FROM course c LEFT JOIN following f ON f.course = c.key"
    " WHERE c.removed_at IS NULL ORDER BY f.course IS NULL, f.since, c.key"
)
# The same columns without a place: a reading that is not there need not be looked up.
UNASSIGNED = (
    f"SELECT {re.sub(r'r[.][a-z_]+', 'NULL', READING_COLUMNS)}"
    " FROM target t LEFT JOIN work w ON w.key = t.work LEFT JOIN status s ON s.target = t.key"
    f" WHERE NOT EXISTS ({_PLACES}) AND {_OWN} ORDER BY t.key"
)
LISTED_COUNT = f"SELECT count(*) FROM (SELECT DISTINCT t.key {LISTED_TARGETS} AND {{conditions}})"
ASSIGNED = (
    f"SELECT {READING_COLUMNS} {_READINGS} WHERE r.course = :course AND {{conditions}} ORDER BY r.week, r.ordinal"
)
BEGUN = (
    f"SELECT {READING_COLUMNS} {_TARGETS}"
    " WHERE t.key IN (SELECT target FROM status WHERE status IN ('reading', 'queued'))"
    " ORDER BY CASE s.status WHEN 'reading' THEN 0 ELSE 1 END, r.due_utc NULLS LAST, r.level_rank, s.since, t.key"
)
# What is required comes in the order it is due, overdue first; what is not, only while it is still ahead.
DUE = (
    f"SELECT {READING_COLUMNS} {_READINGS}"
    " WHERE r.course IN (SELECT course FROM following) AND s.status IS NULL"
    " ORDER BY CASE WHEN r.level_rank > 0 AND r.due_utc < :now THEN 1 ELSE 0 END,"
    " r.due_utc NULLS LAST, r.level_rank, r.course, r.week, r.ordinal"
)
# The few that may be unresolved, so that the many others need not be looked at.
_IN_DOUBT = """
SELECT target FROM reading WHERE confidence = 'unresolved'
UNION SELECT key FROM target WHERE work IS NULL
UNION SELECT target.key FROM work JOIN target ON target.work = work.key WHERE work.confidence = 'unresolved'
"""
CONDITIONS = {
    "course": "r.course = :course",
    "week": "r.week = :week",
    "status": "t.key IN (SELECT target FROM status WHERE status = :status)",
    "unread": "s.status IS NULL",
    "unfinished": "coalesce(s.status, 'unread') NOT IN ('read', 'skimmed', 'skipped')",
    "finished_from": "s.status IN ('read', 'skimmed', 'skipped') AND s.since >= :finished_from",
    "finished_until": "s.since < :finished_until",
    "due_before": "r.due_utc < :due_before",
    "level": "r.level = :level",
    "kind": "coalesce(r.kind, w.kind) = :kind",
    "year_from": "w.year >= :year_from",
    "year_to": "w.year <= :year_to",
    "unresolved": f"t.key IN ({_IN_DOUBT}) AND coalesce(r.confidence, w.confidence, 'unresolved') = 'unresolved'",
    "unassigned": "r.course IS NULL",
    "tag": "EXISTS (SELECT 1 FROM tag WHERE tag.subject = coalesce(t.work, t.key) AND tag.name = :tag)",
    "critiqued": "t.key IN (SELECT target FROM critique)",
    "rating": "(SELECT stars FROM rating WHERE rating.subject = coalesce(t.work, t.key)) >= :rating",
}
"""The filters of a list, by name; their values are parameters of the same name."""

WORK_COLUMNS = ", ".join(f"w.{name}" for name in RECORD_COLUMNS)
WORK = f"SELECT {WORK_COLUMNS} FROM work w WHERE w.key = :key"
ASIDE = (
    "SELECT r.candidates, r.printed_venue, r.level_inferred, s.number, s.date"
    " FROM reading r LEFT JOIN session s ON s.id = r.session"
    " WHERE r.course = :course AND r.week = :week AND r.ordinal = :ordinal"
)
COUNTS = """
SELECT count(*), count(DISTINCT CASE WHEN r.confidence <> 'unresolved' THEN t.work END),
    sum(r.confidence = 'unresolved'), sum(r.level = 'required'), sum(r.level = 'optional'),
    sum(r.level = 'additional'), sum(r.level = 'reference')
FROM reading r JOIN target t ON t.key = r.target WHERE r.course = :course
"""
SESSION_COUNT = "SELECT count(*), sum(kind <> 'no-class') FROM session WHERE course = :course"
STANDING = """
SELECT r.week, r.level, coalesce(s.status, 'unread'), r.due_utc < :now, count(*)
FROM reading r LEFT JOIN status s ON s.target = r.target
WHERE r.course = :course
GROUP BY r.week, r.level, coalesce(s.status, 'unread'), r.due_utc < :now
"""
HISTORY = (
    "SELECT batch, at, field, subject, before, after FROM change"
    " WHERE field = 'status' AND subject = :target AND undone_at IS NULL ORDER BY id"
)
TAGS = "SELECT name FROM tag WHERE subject = :subject ORDER BY name"
NOTE = "SELECT text, at FROM note WHERE subject = :subject"
NOTES = "SELECT subject, text, at FROM note ORDER BY at DESC, subject"
RATING = "SELECT stars FROM rating WHERE subject = :subject"
EVERY_TAG = "SELECT name, count(*) FROM tag GROUP BY name ORDER BY name"
PREPRINT = (
    "SELECT record, arxiv, abstract, version, categories, primary_category, first_posted, last_posted, comment,"
    " journal_ref, doi, withdrawn, source, fetched_at FROM preprint WHERE arxiv = :arxiv AND record IS NOT NULL"
)
PUBLISHED = "SELECT w.arxiv, b.record, b.source FROM published b JOIN work w ON w.key = b.work WHERE b.work = :work"
PDF = "SELECT file, bytes, pages FROM pdf WHERE work = :work"
SCOPES = {
    "course": "EXISTS (SELECT 1 FROM target t JOIN reading r ON r.target = t.key WHERE t.work = w.key"
    " AND r.course = :course AND (:week IS NULL OR r.week = :week))",
    "week": "EXISTS (SELECT 1 FROM target t JOIN reading r ON r.target = t.key WHERE t.work = w.key"
    " AND r.week = :week)",
    "papers": "w.key IN ({papers})",
}
"""Which works are meant, by what the reader said."""
TO_FETCH = """
SELECT w.arxiv FROM work w LEFT JOIN preprint p ON p.arxiv = w.arxiv
WHERE w.arxiv IS NOT NULL AND (p.arxiv IS NULL OR p.source <> 'arxiv' OR p.fetched_at < :before) AND {scope}
ORDER BY w.arxiv
"""
# Preprints of which nobody has said where they were published, and who was asked in vain.
UNPUBLISHED = f"""
SELECT {WORK_COLUMNS}, CAST(substr(p.first_posted, 1, 4) AS INTEGER),
    (SELECT group_concat(a.service) FROM asked a WHERE a.work = w.key AND a.at >= :before)
FROM work w LEFT JOIN preprint p ON p.arxiv = w.arxiv
WHERE w.arxiv IS NOT NULL AND w.venue IS NULL AND w.confidence <> 'unresolved'
    AND NOT EXISTS (SELECT 1 FROM published b WHERE b.work = w.key) AND {{scope}}
ORDER BY w.arxiv
"""
WORKS = f"SELECT {WORK_COLUMNS} FROM work w WHERE w.confidence <> 'unresolved' AND {{scope}} ORDER BY w.key"
ASSIGNED_BY = """
SELECT DISTINCT r.course FROM target t JOIN reading r ON r.target = t.key
WHERE t.work = :work AND NOT EXISTS (SELECT 1 FROM own_reading o
    WHERE o.course = r.course AND o.week = r.week AND o.target = r.target)
ORDER BY r.course
"""
CRITIQUES = """
SELECT course, number, target, file, begun_at, submitted_at, due, late, counts, digest, frozen
FROM critique ORDER BY course, number
"""
DRAFT_STAMPS = "SELECT course, number, stamp FROM draft_text"
WORK_OF_ARXIV = "SELECT key FROM work WHERE arxiv = :arxiv"
META = "SELECT value FROM meta WHERE name = :name"
