"""Use cases: functions that take a session and never commit, and the read-only data they need."""
