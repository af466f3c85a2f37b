"""The parts of the reply check, one kind of finding in a file; `domain.reply_rules` runs them."""
