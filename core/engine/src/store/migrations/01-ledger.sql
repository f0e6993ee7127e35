-- What a run needs kept. Facts and opinions are appended, never edited: triggers at the end.
-- Columns called sealed hold what store/seal.rs made; the others are what queries look at.

PRAGMA application_id = 1098018401; -- "Arna": another program's database is never touched

CREATE TABLE run (
    seq        INTEGER PRIMARY KEY,     -- order of opening
    id         TEXT NOT NULL UNIQUE,
    request    BLOB NOT NULL,           -- sealed
    country    TEXT,                    -- vantage; NULL: not known
    operator   TEXT,
    technology TEXT,
    lab        TEXT,
    started    INTEGER NOT NULL,        -- microseconds since 1970, the phone's clock
    -- How it ended: all NULL while it is unfinished.
    sent       INTEGER,
    received   INTEGER,
    runtime    INTEGER,                 -- microseconds
    trials     INTEGER,                 -- tally
    failures   INTEGER
) STRICT;

CREATE INDEX run_by_network ON run (operator, technology, started);

-- A step of a plan and the measurement it makes: one row, so that a kill cannot make two.
CREATE TABLE step (
    seq         INTEGER PRIMARY KEY,
    run         INTEGER NOT NULL REFERENCES run (seq),
    number      INTEGER NOT NULL,       -- position in the plan, from 0
    nettest     TEXT NOT NULL,
    target      BLOB,                   -- sealed; NULL: a nettest without input
    measurement TEXT NOT NULL UNIQUE,
    UNIQUE (run, number)
) STRICT;

CREATE TABLE observation (
    seq     INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    run     INTEGER NOT NULL REFERENCES run (seq),
    step    INTEGER REFERENCES step (seq), -- NULL: the run itself (warm-up, anchors)
    content BLOB NOT NULL                  -- sealed
) STRICT;

CREATE INDEX observation_by_step ON observation (run, step);

CREATE TABLE verdict (
    seq      INTEGER PRIMARY KEY,       -- order of appending
    step     INTEGER NOT NULL REFERENCES step (seq),
    judge    INTEGER NOT NULL,          -- version: a newer judge finds what an older one said
    content  BLOB NOT NULL,             -- sealed, its basis within
    figures  BLOB,                      -- sealed
    trials   INTEGER NOT NULL,          -- tally as the judge saw it
    failures INTEGER NOT NULL,
    stop     TEXT,                      -- why measuring is not over
    given    INTEGER NOT NULL           -- microseconds since 1970, the phone's clock
) STRICT;

CREATE INDEX verdict_by_step ON verdict (step);

CREATE TABLE blob (
    id      TEXT PRIMARY KEY,           -- SHA-256 of the content before sealing
    content BLOB NOT NULL               -- sealed
) STRICT;

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TRIGGER observation_stays BEFORE UPDATE ON observation
BEGIN SELECT RAISE(ABORT, 'an observation is never changed'); END;
CREATE TRIGGER observation_is_kept BEFORE DELETE ON observation
BEGIN SELECT RAISE(ABORT, 'an observation is never deleted'); END;

CREATE TRIGGER verdict_stays BEFORE UPDATE ON verdict
BEGIN SELECT RAISE(ABORT, 'a verdict is never changed'); END;
CREATE TRIGGER verdict_is_kept BEFORE DELETE ON verdict
BEGIN SELECT RAISE(ABORT, 'a verdict is never deleted'); END;

CREATE TRIGGER blob_stays BEFORE UPDATE ON blob
BEGIN SELECT RAISE(ABORT, 'a blob is never changed'); END;
CREATE TRIGGER blob_is_kept BEFORE DELETE ON blob
BEGIN SELECT RAISE(ABORT, 'a blob is never deleted'); END;
