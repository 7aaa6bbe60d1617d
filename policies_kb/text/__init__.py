"""The one reader of quantities: numerals, money, people, spans, months and dates in any notation."""
