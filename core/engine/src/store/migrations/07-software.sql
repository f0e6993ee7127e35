-- Which program looked, and the version of its judge. NULL: a version that did not say.

ALTER TABLE run ADD COLUMN software TEXT;
