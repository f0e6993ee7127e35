-- The user's means: whose limits bytes count against, and what wanted to run in the background.

-- Runs and watches of before: by what their network is called.
ALTER TABLE run ADD COLUMN purse TEXT NOT NULL DEFAULT 'cellular'; -- arna_model::Purse
UPDATE run SET purse = 'fixed' WHERE technology IN ('wifi', 'wired', 'ethernet');
ALTER TABLE run ADD COLUMN slice INTEGER NOT NULL DEFAULT 0; -- 1: in the background

-- Usage with the purse in its key: a key cannot be changed, so the table is made anew.
CREATE TABLE usage_by_purse (
    hour       INTEGER NOT NULL,        -- since 1970, UTC, by the phone's clock
    country    TEXT NOT NULL,
    operator   TEXT NOT NULL,
    technology TEXT NOT NULL,
    lab        TEXT NOT NULL,
    purse      TEXT NOT NULL DEFAULT 'cellular',
    sent       INTEGER NOT NULL,
    received   INTEGER NOT NULL,
    PRIMARY KEY (hour, country, operator, technology, lab, purse)
) STRICT, WITHOUT ROWID;
INSERT INTO usage_by_purse
    SELECT hour, country, operator, technology, lab,
        CASE WHEN technology IN ('wifi', 'wired', 'ethernet') THEN 'fixed' ELSE 'cellular' END, sent, received
    FROM usage;
DROP TABLE usage;
ALTER TABLE usage_by_purse RENAME TO usage;

-- A watch whose looks are made by slices goes on in another process.
DROP TRIGGER watch_goes_on;
ALTER TABLE watch ADD COLUMN purse TEXT NOT NULL DEFAULT 'cellular';
UPDATE watch SET purse = 'fixed' WHERE technology IN ('wifi', 'wired', 'ethernet');
ALTER TABLE watch ADD COLUMN slices INTEGER NOT NULL DEFAULT 0; -- 1: its looks are those of slices
ALTER TABLE watch ADD COLUMN uptime INTEGER; -- when it began, microseconds since the machine did; NULL: not known
ALTER TABLE watch ADD COLUMN boot TEXT;      -- which start of the machine that was
ALTER TABLE watch ADD COLUMN doubtful BLOB;  -- sealed: a look that is not believed so far
CREATE TRIGGER watch_goes_on BEFORE UPDATE ON watch
WHEN (NEW.at IS NULL AND OLD.at IS NOT NULL) OR NEW.at < OLD.at OR NEW.looks < OLD.looks
    OR (NEW.id, NEW.country, NEW.operator, NEW.technology, NEW.lab, NEW.every, NEW.started, NEW.purse, NEW.slices,
        NEW.uptime, NEW.boot)
        IS NOT (OLD.id, OLD.country, OLD.operator, OLD.technology, OLD.lab, OLD.every, OLD.started, OLD.purse,
        OLD.slices, OLD.uptime, OLD.boot)
BEGIN SELECT RAISE(ABORT, 'a watch only goes on'); END;

-- What wanted to run in the background. It says nothing of what was looked at, and old rows are removed.
CREATE TABLE attempt (
    seq      INTEGER PRIMARY KEY,       -- order of appending
    at       INTEGER NOT NULL,          -- microseconds since 1970, the phone's clock
    ran      INTEGER NOT NULL,          -- 1: it might measure
    lab      INTEGER NOT NULL,          -- 1: in a simulated country
    decision TEXT NOT NULL,             -- JSON: whether it might, and why not
    ended    TEXT                       -- JSON: what became of it; NULL: it goes on, or was killed
) STRICT;
