"""Stand-ins of the Bot API and the VK API, and the demo page; they import no room of the house."""
