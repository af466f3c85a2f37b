"""Doors and hall: the process, its doors to the messengers, and the only wiring."""
