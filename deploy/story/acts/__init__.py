"""The acts of the story, one function each, in four parts as a forum has them; and what is left open afterwards."""
