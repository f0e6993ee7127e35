-- What the verdicts of a run come to, in one row: a history of many runs need not open each verdict. A copy, made anew
-- from the verdicts whenever it is missing; no row: the verdicts are read.

CREATE TABLE digest_list (
    seq     INTEGER PRIMARY KEY,
    targets BLOB NOT NULL               -- sealed: the sites that one or more runs looked at
) STRICT;

CREATE TABLE digest (
    run     INTEGER PRIMARY KEY REFERENCES run (seq),
    base    INTEGER NOT NULL,           -- number of the run's first verdict
    list    INTEGER NOT NULL REFERENCES digest_list (seq),
    said    BLOB NOT NULL,              -- sealed: what was said, each once
    marks   BLOB NOT NULL               -- sealed: which was said of which, and when (store/digest.rs)
) STRICT;

-- Whatever is said later, whoever writes it: the copy is not the whole any more.
CREATE TRIGGER digest_goes AFTER INSERT ON verdict
BEGIN DELETE FROM digest WHERE run = (SELECT run FROM step WHERE seq = NEW.step); END;

-- All that a history needs of runs: their requests are long.
CREATE INDEX run_as_told ON run (id, country, operator, technology, lab, started);
