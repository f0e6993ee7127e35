-- Innocent sites that a run measures to check itself.
ALTER TABLE step ADD COLUMN decoy INTEGER NOT NULL DEFAULT 0; -- 1: one of them
