"""Where it is said: channels, wording, and the engine that runs Rasa."""
