"""What the house counts of itself; served at /metrics, never with a person's data."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

EVENTS = Counter("priyomnaya_events", "Events taken in", ["channel"])
QUARANTINED = Counter("priyomnaya_quarantined", "Events set aside", ["channel"])
SENT = Counter("priyomnaya_sent", "Messages settled, by how it went", ["channel", "outcome"])
DATABASE = Gauge("priyomnaya_database_up", "1 while the database answers, else 0")
WAITING = Gauge("priyomnaya_waiting", "Messages that wait to be sent", ["channel", "state"])
WINDOWS = Gauge("priyomnaya_windows_running", "Windows with an alert before them")
TICK = Gauge("priyomnaya_tick_timestamp_seconds", "When each tick last went through", ["tick"])
