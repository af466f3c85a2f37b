"""The door to VK: everything that says peer_id, and nothing that decides."""
