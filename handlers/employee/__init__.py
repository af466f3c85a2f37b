"""What every employee may do: requests to colleagues, their own account, the knowledge base."""
