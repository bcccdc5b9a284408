"""How the system is run: on one machine, by compose, on Kubernetes."""
