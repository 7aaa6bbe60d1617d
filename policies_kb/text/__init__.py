"""The one reader of quantities: money, people, spans and dates in any notation."""
