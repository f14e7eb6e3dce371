"""Spans in the text: who is quoted, who is named, whose voice it is."""
