"""How fast, how small: the service measured beside a naive bot, against the stand-ins."""
