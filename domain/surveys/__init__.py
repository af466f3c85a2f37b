"""Surveys: what is asked, whom, how it is answered, and what the answers say."""
