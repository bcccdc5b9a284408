"""What changes something, by noun. A command authorises, locks, decides by `model`, stores, records events."""
