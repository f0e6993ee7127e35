-- A known text that the vault's key sealed: whoever opens the file tries a key on it. No row: payloads are
-- plain so far.
CREATE TABLE lock (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    known BLOB NOT NULL                 -- sealed
) STRICT;

CREATE TRIGGER lock_stays BEFORE UPDATE ON lock
BEGIN SELECT RAISE(ABORT, 'a lock is never changed'); END;
CREATE TRIGGER lock_is_kept BEFORE DELETE ON lock
BEGIN SELECT RAISE(ABORT, 'a lock is never deleted'); END;
