-- Which of the phone's networks a run went over, if it was chosen, or a VPN carried it. Sealed as requests are.

ALTER TABLE run ADD COLUMN uplink BLOB;
