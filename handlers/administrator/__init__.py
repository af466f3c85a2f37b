"""The administrator's desk, and what heads do about the people and units below them."""
