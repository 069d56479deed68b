"""Floor 1: values → lines of text with roles: bars, intervals, calendars, curves. Knows core only; no colour here."""
