"""Conversations with clients."""
