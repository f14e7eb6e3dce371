"""Raw files -> article table: read, map, date, name, clean, keep, and balance the books."""
