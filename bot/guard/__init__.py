"""Who may ask how much, and the switch that turns answers off."""
