"""Conversations with the people who answer."""
