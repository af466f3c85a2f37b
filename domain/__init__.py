"""Words and rules: pure functions and values, no clock, no input or output."""
