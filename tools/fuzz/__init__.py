"""Feeds hostile messages to the assistant and to the sentence encoder."""
