"""What is measured, how, and against what. See README.md."""
