"""Which program this is: the version its administrators are told, that of pyproject.toml."""

VERSION = "0.1.0"
