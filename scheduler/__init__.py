"""The clock's door: finds what is due and leaves it for the way out."""
