"""The services of Hiến Kế, and what they share: `kit` (mechanism) and `contracts` (what crosses the bus)."""

VERSION = "0.1.0"
