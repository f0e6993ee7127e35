-- The blackout journal. Rows are appended, never edited; a watch only goes on.

CREATE TABLE watch (
    seq        INTEGER PRIMARY KEY,     -- order of opening
    id         TEXT NOT NULL UNIQUE,
    country    TEXT,                    -- vantage; NULL: not known
    operator   TEXT,
    technology TEXT,
    lab        TEXT,
    every      INTEGER NOT NULL,        -- microseconds between the beginnings of two looks
    started    INTEGER NOT NULL,        -- microseconds since 1970, the phone's clock
    -- The look that was made last, by both clocks; NULL: none yet.
    at         INTEGER,                 -- microseconds since the watch began, monotonic
    wall       INTEGER,                 -- microseconds since 1970, the phone's clock
    -- Sums so far.
    looks      INTEGER NOT NULL DEFAULT 0,
    sent       INTEGER NOT NULL DEFAULT 0,
    received   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The first look that showed a state (or showed it again after a gap, or after the clock was set).
CREATE TABLE journal (
    seq      INTEGER PRIMARY KEY,       -- order of appending
    watch    INTEGER NOT NULL REFERENCES watch (seq),
    at       INTEGER NOT NULL,          -- when it began, by both clocks
    wall     INTEGER NOT NULL,
    previous INTEGER,                   -- the look before it in the same watch, monotonic
    state    TEXT NOT NULL,
    content  BLOB NOT NULL              -- sealed: who answered, the radio
) STRICT;

CREATE INDEX journal_by_watch ON journal (watch);

CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never deleted'); END;

CREATE TRIGGER watch_goes_on BEFORE UPDATE ON watch
WHEN NEW.at IS NULL OR NEW.at < OLD.at OR NEW.looks < OLD.looks
    OR (NEW.id, NEW.country, NEW.operator, NEW.technology, NEW.lab, NEW.every, NEW.started)
        IS NOT (OLD.id, OLD.country, OLD.operator, OLD.technology, OLD.lab, OLD.every, OLD.started)
BEGIN SELECT RAISE(ABORT, 'a watch only goes on'); END;
CREATE TRIGGER watch_is_kept BEFORE DELETE ON watch
BEGIN SELECT RAISE(ABORT, 'a watch is never deleted'); END;
