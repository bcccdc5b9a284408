"""What changes something, by noun. A command authorises, loads under lock, decides by `model`, stores, records events."""
