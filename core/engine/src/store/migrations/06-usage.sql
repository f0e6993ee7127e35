-- What was used, by network and hour: sums that phones show and budgets are held to. Networks as in run and
-- watch; '' stands for what is not known.

CREATE TABLE usage (
    hour       INTEGER NOT NULL,        -- since 1970, UTC, by the phone's clock
    country    TEXT NOT NULL,
    operator   TEXT NOT NULL,
    technology TEXT NOT NULL,
    lab        TEXT NOT NULL,
    sent       INTEGER NOT NULL,
    received   INTEGER NOT NULL,
    PRIMARY KEY (hour, country, operator, technology, lab)
) STRICT, WITHOUT ROWID;

-- What of a run is in there.
ALTER TABLE run ADD COLUMN counted_sent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN counted_received INTEGER NOT NULL DEFAULT 0;

-- Runs and watches of before: all of it in their first hour. An unfinished run's is added once it ends.
INSERT INTO usage
    SELECT started / 3600000000, ifnull(country, ''), ifnull(operator, ''), ifnull(technology, ''),
        ifnull(lab, ''), sum(sent), sum(received)
    FROM (SELECT started, country, operator, technology, lab, sent, received FROM run WHERE sent IS NOT NULL
        UNION ALL SELECT started, country, operator, technology, lab, sent, received FROM watch)
    GROUP BY 1, 2, 3, 4, 5;
UPDATE run SET counted_sent = sent, counted_received = received WHERE sent IS NOT NULL;
