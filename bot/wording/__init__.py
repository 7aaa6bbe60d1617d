"""Words an answer in a language."""
