"""The services of Hiến Kế, and the two packages they share: `kit` (mechanism) and `contracts` (what crosses the bus)."""
