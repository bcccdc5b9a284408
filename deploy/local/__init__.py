"""The whole system on one machine, with a database and a broker of its own."""
