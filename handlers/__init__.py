"""Conversations, written once for every messenger."""
