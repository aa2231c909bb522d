PRAGMA application_id = 1347375690;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v1');
CREATE TABLE journal (one INTEGER PRIMARY KEY CHECK (one = 1), identity BLOB NOT NULL CHECK (length(identity) = 16))
  STRICT;
INSERT INTO journal VALUES(1,X'37fe5291baf81078760f36c0d6cec61c');
CREATE TABLE trains (
  seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, id INTEGER NOT NULL UNIQUE, nonce INTEGER NOT NULL,
  digest BLOB NOT NULL, plan BLOB NOT NULL, kind TEXT NOT NULL, array TEXT NOT NULL, protocol TEXT NOT NULL,
  serial TEXT NOT NULL, boot INTEGER NOT NULL, counter_before INTEGER NOT NULL, planned_pulses INTEGER NOT NULL,
  simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)), configuration BLOB NOT NULL, calibration BLOB,
  build TEXT NOT NULL, operator_uid INTEGER NOT NULL, voltages_mV TEXT NOT NULL CHECK (json_valid(voltages_mV)),
  detail TEXT CHECK (detail IS NULL OR json_valid(detail)), wall_us INTEGER NOT NULL, monotonic_ns INTEGER NOT NULL
) STRICT;
INSERT INTO trains VALUES(1,X'48379b464fc3d29f0da80f00110bdf4ce98627bb58e3a55e48bca50b2689180e',1,-1,X'039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81',X'010203','treatment','hexagonal-7','esope-hexagonal-1hz','SIM-0001',-1152921504606846975,4000000000,8,1,X'e52d9c508c502347344d8c07ad91cbd6068afc75ff6292f062a09ca381c89e71',NULL,'0.1 (test)',4294967294,'[730000,-730000]','{"spot":"left arm"}',1700000000000000,0);
INSERT INTO trains VALUES(12,X'3d2b93738a14e39debd016fe3d1d4e44edef3480436f605789a74ba93c4b1a53',2,-2,X'039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81',X'010203','treatment','hexagonal-7','esope-hexagonal-1hz','SIM-0001',-1152921504606846975,4000000000,8,1,X'e52d9c508c502347344d8c07ad91cbd6068afc75ff6292f062a09ca381c89e71',NULL,'0.1 (test)',4294967294,'[730000,-730000]','{"spot":"left arm"}',1700000001000000,1);
CREATE TABLE outcomes (
  seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, train INTEGER NOT NULL REFERENCES trains (id),
  outcome TEXT NOT NULL, pulses INTEGER, cause TEXT NOT NULL, counter_after INTEGER, settled_by TEXT NOT NULL,
  uid INTEGER, reason TEXT, wall_us INTEGER NOT NULL, monotonic_ns INTEGER NOT NULL
) STRICT;
INSERT INTO outcomes VALUES(11,X'14cd63da9ccd9211fff33dfa66907cceb4e4fa2f65717065e422efb93d922c65',1,'delivered',NULL,'completed',4000000008,'reports',NULL,NULL,1700000000000000,0);
INSERT INTO outcomes VALUES(22,X'10e73cebc420b1cfd1afadde10309c6229be47d762bcdb18f29502baf32ab30d',2,'delivered',NULL,'completed',4000000008,'reports',NULL,NULL,1700000001000000,1);
CREATE TABLE pulses (
  seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, train INTEGER NOT NULL REFERENCES trains (id),
  pulse INTEGER NOT NULL, step INTEGER NOT NULL, start_us INTEGER NOT NULL, width_ns INTEGER NOT NULL,
  voltage_mV INTEGER NOT NULL, current_mA INTEGER NOT NULL, peak_mA INTEGER NOT NULL, cut TEXT NOT NULL, verdict TEXT
) STRICT;
INSERT INTO pulses VALUES(2,X'292ea046d1dea8382ed706a824bed077a39766ac2757014fd1392994d8f68f10',1,0,0,0,100020,998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(3,X'a852bad9f15a3d984131ffe61e1488d88ea3f41c8397378dabce74e8c0bd58d3',1,1,0,1000,100020,-998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(4,X'5f58095300ed96fc8186f5d12f915fff22e3e5ec984c1b5bd8e86bc894bbb34f',1,2,0,2000,100020,998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(5,X'f7e52ac8d25c4375095074adc3fbb5e21dd1a54808d9c3f3a2ad3ccb48fab9c1',1,3,0,3000,100020,-998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(6,X'4045b16b326e0527aa73fbeb1ab3efeea516acf623d09f7b16ef369ec7b7fea0',1,4,1,4000,100020,998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(7,X'48a7c54ff8961d76dab3164aa74fbcd5500c84ef0b720a9c2806adaca2642cd5',1,5,1,5000,100020,-998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(8,X'f62a96e3ffdd3c2ee1db9b0e2e08baf533ab240b6138df5e0c34755ee23bfd6c',1,6,1,6000,100020,998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(9,X'c6bba215181d75e9f98c8c474a608c6be66abe01bd59b726855028bf965f786a',1,7,1,7000,100020,-998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(13,X'9b5df4a2ec5940757673a1c98b66312d560536d9d2a050a0c8623d872346f881',2,0,0,0,100020,998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(14,X'cea0e99e43679136d32abcc32817ddb9f875c8059ae2faab811512bcf3b41dd4',2,1,0,1000,100020,-998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(15,X'943132130e1763f93be20c470f13820dbe83d9b8ee9079bd64956132489d5776',2,2,0,2000,100020,998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(16,X'8ae6bfdc993774497d7315a06c98dfb4e31750c12d429c277a24f02f3eef1737',2,3,0,3000,100020,-998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(17,X'7187c700c1e483d10c2a369af0973bedd0c691af922861460ff4209af6d1f344',2,4,1,4000,100020,998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(18,X'1c218b1ecca2dcf0afe3d61ef91921f23dade2362b783ecd26c1fa2066cc2fdc',2,5,1,5000,100020,-998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(19,X'a0a2f56082c6b14a204b07faae7a75015b0c6baea16f90786a41f0259ab9e3c5',2,6,1,6000,100020,998700,5100,5300,'none',NULL);
INSERT INTO pulses VALUES(20,X'f6f6b4c03048f1754a6e7f5e1555567ce098ff71bcfdb0cd736ed49ab966eb2b',2,7,1,7000,100020,-998700,5100,5300,'none',NULL);
CREATE TABLE waveforms (
  seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, train INTEGER NOT NULL REFERENCES trains (id),
  pulse INTEGER NOT NULL, first_sample_ns INTEGER NOT NULL, interval_ns INTEGER NOT NULL,
  voltage_uV_per_count INTEGER NOT NULL, current_uA_per_count INTEGER NOT NULL, voltage_offset_mV INTEGER NOT NULL,
  current_offset_mA INTEGER NOT NULL, coding TEXT NOT NULL, samples BLOB NOT NULL
) STRICT;
INSERT INTO waveforms VALUES(10,X'7cbcfb5e53af8a9cf52017e2f53fcc3c15b9624940237be95858ced4d33e7521',1,0,-1000,500,50000,1000,-12,3,'i16le',X'0080ff7fffff0100204e0000');
INSERT INTO waveforms VALUES(21,X'fbe4e447522f7cd431990b631dbe99ab237abc37fcb64c35f19fe1c9a55111c0',2,0,-1000,500,50000,1000,-12,3,'i16le',X'0080ff7fffff0100204e0000');
CREATE TABLE events (
  seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, kind TEXT NOT NULL, train INTEGER REFERENCES trains (id),
  body TEXT NOT NULL CHECK (json_valid(body)), wall_us INTEGER NOT NULL, monotonic_ns INTEGER NOT NULL
) STRICT;
INSERT INTO events VALUES(23,X'86786b347effb466e0e7484a433e314d5f6654fa3b5113034d39ba94a7a3f80a','fixture',NULL,'{}',1700000002000000,2);
CREATE TABLE head (
  one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL, wall_us INTEGER NOT NULL
) STRICT;
INSERT INTO head VALUES(1,23,X'86786b347effb466e0e7484a433e314d5f6654fa3b5113034d39ba94a7a3f80a',1700000002000000);
CREATE TABLE health (one INTEGER PRIMARY KEY CHECK (one = 1), probes INTEGER NOT NULL, wall_us INTEGER NOT NULL)
  STRICT;
INSERT INTO health VALUES(1,1,1700000000000000);
CREATE INDEX outcomes_of_train ON outcomes (train);
CREATE UNIQUE INDEX pulses_of_train ON pulses (train, pulse);
CREATE UNIQUE INDEX waveforms_of_train ON waveforms (train, pulse);
CREATE INDEX events_of_train ON events (train) WHERE train IS NOT NULL;
CREATE TRIGGER head_moves_forward BEFORE UPDATE ON head WHEN NEW.seq <= OLD.seq OR NEW.wall_us < OLD.wall_us
  BEGIN SELECT RAISE(ABORT, 'head: it only moves forward'); END;
CREATE TRIGGER head_stays BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'head: it is never deleted'); END;
CREATE TRIGGER head_replaces_none BEFORE INSERT ON head WHEN EXISTS (SELECT 1 FROM head)
  BEGIN SELECT RAISE(ABORT, 'head: there is one already'); END;
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'journal: rows never change'); END;
CREATE TRIGGER journal_keeps_all BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'journal: rows are never deleted'); END;
CREATE TRIGGER journal_replaces_none BEFORE INSERT ON journal
  WHEN EXISTS (SELECT 1 FROM journal WHERE one = NEW.one)
  BEGIN SELECT RAISE(ABORT, 'journal: this row is there already'); END;
CREATE TRIGGER trains_never_changes BEFORE UPDATE ON trains
  BEGIN SELECT RAISE(ABORT, 'trains: rows never change'); END;
CREATE TRIGGER trains_keeps_all BEFORE DELETE ON trains
  BEGIN SELECT RAISE(ABORT, 'trains: rows are never deleted'); END;
CREATE TRIGGER trains_replaces_none BEFORE INSERT ON trains
  WHEN EXISTS (SELECT 1 FROM trains WHERE seq = NEW.seq OR id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'trains: this row is there already'); END;
CREATE TRIGGER outcomes_never_changes BEFORE UPDATE ON outcomes
  BEGIN SELECT RAISE(ABORT, 'outcomes: rows never change'); END;
CREATE TRIGGER outcomes_keeps_all BEFORE DELETE ON outcomes
  BEGIN SELECT RAISE(ABORT, 'outcomes: rows are never deleted'); END;
CREATE TRIGGER outcomes_replaces_none BEFORE INSERT ON outcomes
  WHEN EXISTS (SELECT 1 FROM outcomes WHERE seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'outcomes: this row is there already'); END;
CREATE TRIGGER pulses_never_changes BEFORE UPDATE ON pulses
  BEGIN SELECT RAISE(ABORT, 'pulses: rows never change'); END;
CREATE TRIGGER pulses_keeps_all BEFORE DELETE ON pulses
  BEGIN SELECT RAISE(ABORT, 'pulses: rows are never deleted'); END;
CREATE TRIGGER pulses_replaces_none BEFORE INSERT ON pulses
  WHEN EXISTS (SELECT 1 FROM pulses WHERE seq = NEW.seq OR (train = NEW.train AND pulse = NEW.pulse))
  BEGIN SELECT RAISE(ABORT, 'pulses: this row is there already'); END;
CREATE TRIGGER waveforms_never_changes BEFORE UPDATE ON waveforms
  BEGIN SELECT RAISE(ABORT, 'waveforms: rows never change'); END;
CREATE TRIGGER waveforms_keeps_all BEFORE DELETE ON waveforms
  BEGIN SELECT RAISE(ABORT, 'waveforms: rows are never deleted'); END;
CREATE TRIGGER waveforms_replaces_none BEFORE INSERT ON waveforms
  WHEN EXISTS (SELECT 1 FROM waveforms WHERE seq = NEW.seq OR (train = NEW.train AND pulse = NEW.pulse))
  BEGIN SELECT RAISE(ABORT, 'waveforms: this row is there already'); END;
CREATE TRIGGER events_never_changes BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events: rows never change'); END;
CREATE TRIGGER events_keeps_all BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'events: rows are never deleted'); END;
CREATE TRIGGER events_replaces_none BEFORE INSERT ON events
  WHEN EXISTS (SELECT 1 FROM events WHERE seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'events: this row is there already'); END;
COMMIT;
