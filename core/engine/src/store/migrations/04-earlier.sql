-- Second sittings over runs.

ALTER TABLE run ADD COLUMN uptime INTEGER; -- when it started, microseconds since the machine was; NULL: not known
ALTER TABLE run ADD COLUMN boot TEXT;      -- which start of the machine that was

-- The measurement of another run whose sitting counts with a step's own, as far as it went by then.
CREATE TABLE earlier (
    step    INTEGER PRIMARY KEY REFERENCES step (seq),
    of      INTEGER NOT NULL REFERENCES step (seq),
    before  INTEGER NOT NULL,           -- microseconds from the beginning of its run to that of the step's
    certain INTEGER NOT NULL,           -- 1: by the clock that nobody can set
    seen    INTEGER NOT NULL,           -- its observations up to this number
    judged  INTEGER NOT NULL            -- its verdicts up to this number
) STRICT;

CREATE TRIGGER earlier_stays BEFORE UPDATE ON earlier
BEGIN SELECT RAISE(ABORT, 'what was counted is never changed'); END;
CREATE TRIGGER earlier_is_kept BEFORE DELETE ON earlier
BEGIN SELECT RAISE(ABORT, 'what was counted is never deleted'); END;
