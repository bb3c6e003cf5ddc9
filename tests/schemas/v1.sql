BEGIN TRANSACTION;
CREATE TABLE alias (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    work TEXT NOT NULL REFERENCES work (key) ON UPDATE CASCADE ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL,
    at TEXT NOT NULL,
    field TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT,
    undone_at TEXT
) STRICT;
INSERT INTO "change" VALUES(1,1,'2027-02-01T08:00:00Z','following','rl-2027',NULL,'{"start": "2027-03-01", "since": "2027-02-01T08:00:00Z"}',NULL);
INSERT INTO "change" VALUES(2,2,'2027-02-01T09:00:00Z','status','mnih2015human',NULL,'reading',NULL);
INSERT INTO "change" VALUES(3,3,'2027-02-01T10:00:00Z','status','mnih2015human','reading','read',NULL);
INSERT INTO "change" VALUES(4,4,'2027-02-01T11:00:00Z','status','puterman1994markov#chapter-3',NULL,'skimmed',NULL);
INSERT INTO "change" VALUES(5,5,'2027-02-01T12:00:00Z','status','rl-2027/notes-on-rewards',NULL,'queued',NULL);
INSERT INTO "change" VALUES(6,6,'2027-02-01T13:00:00Z','status','haarnoja2018soft',NULL,'read','2027-02-01T14:00:00Z');
INSERT INTO "change" VALUES(7,7,'2027-02-01T15:00:00Z','status','haarnoja2018soft',NULL,'reading',NULL);
CREATE TABLE course (
    key TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    number TEXT,
    institution TEXT,
    term TEXT,
    url TEXT,
    timezone TEXT NOT NULL,
    unit TEXT NOT NULL CHECK (unit IN ('week', 'module')),
    starts TEXT,
    ends TEXT,
    facts TEXT NOT NULL,
    critique TEXT,
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    bundled INTEGER NOT NULL CHECK (bundled IN (0, 1)),
    removed_at TEXT
) STRICT;
INSERT INTO "course" VALUES('rl-2027','Reinforcement Learning in Rooms',NULL,NULL,NULL,NULL,'Europe/Zurich','week','2027-03-01','2027-03-08','{}',NULL,'rl.toml','1:30c8ffa7cc54cbbf3a3cccebbf644169c317c7159928bea480861e7650989ff9',0,NULL);
CREATE TABLE deadline (
    course TEXT NOT NULL REFERENCES course (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    printed_released TEXT,
    printed_due TEXT,
    released TEXT,
    due TEXT,
    time TEXT,
    note TEXT,
    PRIMARY KEY (course, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE following (
    course TEXT PRIMARY KEY,
    start TEXT,
    since TEXT NOT NULL
) STRICT;
INSERT INTO "following" VALUES('rl-2027','2027-03-01','2027-02-01T08:00:00Z');
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
CREATE TABLE reading (
    course TEXT NOT NULL REFERENCES course (key) ON DELETE CASCADE,
    week INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    session INTEGER REFERENCES session (id) ON DELETE CASCADE,
    list TEXT,
    target TEXT NOT NULL REFERENCES target (key) ON UPDATE CASCADE,
    level TEXT NOT NULL CHECK (level IN ('required', 'optional', 'additional', 'reference')),
    level_rank INTEGER NOT NULL,
    level_inferred INTEGER NOT NULL CHECK (level_inferred IN (0, 1)),
    label TEXT,
    kind TEXT,
    note TEXT,
    heading TEXT,
    companion_of TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', 'unresolved')),
    candidates TEXT NOT NULL,
    printed_venue TEXT,
    pages INTEGER,
    due TEXT,
    due_utc TEXT,
    PRIMARY KEY (course, week, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO "reading" VALUES('rl-2027',1,1,1,NULL,'mnih2015human','required',0,0,NULL,'paper',NULL,NULL,NULL,'certain','[]',NULL,NULL,'2027-03-01T14:15+01:00','2027-03-01T13:15:00Z');
INSERT INTO "reading" VALUES('rl-2027',1,2,1,NULL,'puterman1994markov#chapter-3','optional',1,0,NULL,'book',NULL,NULL,NULL,'certain','[]',NULL,NULL,'2027-03-01T14:15+01:00','2027-03-01T13:15:00Z');
INSERT INTO "reading" VALUES('rl-2027',2,1,2,NULL,'haarnoja2018soft','required',0,0,NULL,'paper',NULL,NULL,NULL,'certain','[]',NULL,NULL,'2027-03-08T14:15+01:00','2027-03-08T13:15:00Z');
INSERT INTO "reading" VALUES('rl-2027',2,2,2,NULL,'example2026policy','required',0,0,NULL,'paper',NULL,NULL,NULL,'certain','[]',NULL,NULL,'2027-03-08T14:15+01:00','2027-03-08T13:15:00Z');
INSERT INTO "reading" VALUES('rl-2027',2,3,2,NULL,'rl-2027/notes-on-rewards','required',0,0,'Notes on rewards','paper',NULL,NULL,NULL,'unresolved','[{"title": "Reward Is Enough", "year": 2021}]',NULL,NULL,'2027-03-08T14:15+01:00','2027-03-08T13:15:00Z');
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    course TEXT NOT NULL REFERENCES course (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    week INTEGER NOT NULL,
    number INTEGER,
    kind TEXT NOT NULL,
    printed_date TEXT,
    printed_until TEXT,
    date TEXT,
    until TEXT,
    starts TEXT,
    ends TEXT,
    printed_when TEXT,
    unsure INTEGER NOT NULL CHECK (unsure IN (0, 1)),
    place TEXT,
    topic TEXT,
    speakers TEXT NOT NULL,
    note TEXT,
    facts TEXT NOT NULL,
    UNIQUE (course, position)
) STRICT;
INSERT INTO "session" VALUES(1,'rl-2027',0,1,1,'lecture','2027-02-01',NULL,'2027-03-01',NULL,'14:15',NULL,NULL,0,NULL,'Values','[]',NULL,'{}');
INSERT INTO "session" VALUES(2,'rl-2027',1,2,2,'lecture','2027-02-08',NULL,'2027-03-08',NULL,'14:15',NULL,NULL,0,NULL,'Policies','[]',NULL,'{}');
CREATE TABLE status (
    target TEXT PRIMARY KEY REFERENCES target (key) ON UPDATE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('queued', 'reading', 'skimmed', 'read', 'skipped')),
    since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "status" VALUES('haarnoja2018soft','reading','2027-02-01T15:00:00Z');
INSERT INTO "status" VALUES('mnih2015human','read','2027-02-01T10:00:00Z');
INSERT INTO "status" VALUES('puterman1994markov#chapter-3','skimmed','2027-02-01T11:00:00Z');
INSERT INTO "status" VALUES('rl-2027/notes-on-rewards','queued','2027-02-01T12:00:00Z');
CREATE TABLE tag (
    work TEXT NOT NULL REFERENCES work (key) ON UPDATE CASCADE ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (work, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE target (
    key TEXT PRIMARY KEY COLLATE NOCASE,
    work TEXT REFERENCES work (key) ON UPDATE CASCADE,
    part TEXT,
    label TEXT,
    folded TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO "target" VALUES('example2026policy','example2026policy',NULL,NULL,NULL);
INSERT INTO "target" VALUES('haarnoja2018soft','haarnoja2018soft',NULL,NULL,NULL);
INSERT INTO "target" VALUES('mnih2015human','mnih2015human',NULL,NULL,NULL);
INSERT INTO "target" VALUES('puterman1994markov#chapter-3','puterman1994markov','Chapter 3',NULL,NULL);
INSERT INTO "target" VALUES('rl-2027/notes-on-rewards',NULL,NULL,'Notes on rewards','notes on rewards');
CREATE TABLE week (
    course TEXT NOT NULL REFERENCES course (key) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 0),
    title TEXT,
    printed_monday TEXT,
    monday TEXT,
    facts TEXT NOT NULL,
    PRIMARY KEY (course, number)
) STRICT, WITHOUT ROWID;
INSERT INTO "week" VALUES('rl-2027',1,NULL,'2027-02-01','2027-03-01','{}');
INSERT INTO "week" VALUES('rl-2027',2,NULL,'2027-02-08','2027-03-08','{}');
CREATE TABLE work (
    key TEXT PRIMARY KEY COLLATE NOCASE,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    names TEXT NOT NULL,
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
    byline TEXT NOT NULL,
    year INTEGER,
    venue TEXT,
    kind TEXT NOT NULL,
    arxiv TEXT UNIQUE,
    doi TEXT UNIQUE,
    url TEXT,
    link TEXT,
    entry TEXT NOT NULL,
    fields TEXT NOT NULL,
    confidence TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', 'unresolved')),
    origin TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;
INSERT INTO "work" VALUES('mnih2015human','Human-level Control','human-level control','[{"family": "Mnih", "given": "V."}, {"family": "Others", "given": "N."}]',1,'Mnih & Others',2015,NULL,'paper',NULL,'10.1038/nature14236',NULL,'https://doi.org/10.1038/nature14236','article','{}','certain','rl-2027','2027-01-20T10:00:00Z');
INSERT INTO "work" VALUES('puterman1994markov','Markov Decision Processes','markov decision processes','[{"family": "Puterman", "given": "Martin"}]',1,'Puterman',1994,NULL,'book',NULL,NULL,NULL,NULL,'book','{}','certain','rl-2027','2027-01-20T10:00:00Z');
INSERT INTO "work" VALUES('haarnoja2018soft','Soft Actor-Critic','soft actor-critic','[{"family": "Haarnoja", "given": "T."}]',1,'Haarnoja',2018,NULL,'paper','1801.01290',NULL,NULL,'https://arxiv.org/abs/1801.01290','misc','{}','certain','rl-2027','2027-01-20T10:00:00Z');
INSERT INTO "work" VALUES('example2026policy','Policy Gradients on One Page','policy gradients on one page','[{"family": "Example", "given": "Ada"}]',1,'Example',2026,NULL,'paper',NULL,NULL,'https://example.org/pg','https://example.org/pg','misc','{}','certain','rl-2027','2027-01-20T10:00:00Z');
CREATE INDEX session_week ON session (course, week);
CREATE INDEX work_url ON work (url);
CREATE INDEX work_folded ON work (folded, key);
CREATE INDEX target_work ON target (work);
CREATE INDEX reading_target ON reading (target);
CREATE INDEX status_status ON status (status);
CREATE INDEX change_batch ON change (batch);
CREATE INDEX change_subject ON change (subject, field);
COMMIT;
PRAGMA user_version = 1;
