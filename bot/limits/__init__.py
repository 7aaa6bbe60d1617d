"""How much is taken: rate limits, their counters, and the switch that turns answers off."""
