"""What makes the texts of the generated reference."""
