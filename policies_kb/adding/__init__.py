"""Papers that are added: read from any form, surveyed, put into the sources."""
