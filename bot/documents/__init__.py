"""Documents as files: replies on the ministry's letterhead, cards for the document system."""
