"""Surveys in conversation: running them, answering them, reading what they say."""
