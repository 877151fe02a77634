CREATE TABLE audio (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  title      TEXT NOT NULL,
  artist     TEXT, -- of music
  duration   INTEGER NOT NULL, -- in milliseconds
  audio_type TEXT NOT NULL CHECK (audio_type IN ('MUSIC', 'ORIGINAL_SOUND')),
  username   TEXT, -- of original sound
  trending   INTEGER -- its place among what is trending
);
