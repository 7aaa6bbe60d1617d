"""The answer cards: what is said for an intent, written in ``*.yml`` beside this."""
