-- Lists of pages. Rows are edited and removed: they are what the user wants to be looked at, and no facts.

CREATE TABLE list (
    id     INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice; 1: the built-in list
    place  INTEGER NOT NULL,                  -- order among lists
    name   BLOB,                              -- sealed; NULL: the built-in list's
    chosen INTEGER NOT NULL                   -- 1: it is looked at
) STRICT;

-- Of the built-in list only what was switched has rows.
CREATE TABLE list_entry (
    seq     INTEGER PRIMARY KEY,
    list    INTEGER NOT NULL REFERENCES list (id),
    number  INTEGER NOT NULL,                 -- position in the list, from 0
    content BLOB NOT NULL,                    -- sealed: URL, category
    chosen  INTEGER NOT NULL,
    UNIQUE (list, number)
) STRICT;

CREATE INDEX list_entry_by_choice ON list_entry (list, chosen);
