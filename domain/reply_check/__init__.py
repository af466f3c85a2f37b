"""The parts of the reply check: one file, one kind of finding; `domain.reply_rules` runs them all."""
