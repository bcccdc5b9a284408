"""What the forum service can be told to do, by noun. Each authorises, loads under lock, decides, stores, records."""
