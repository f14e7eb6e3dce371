"""Media coverage analysis: the names an analyst types.

Articles go in, tables with intervals come out, and every number opens the sentences behind it.
Start with `ingest` and `open_store`, or with `as_articles` for a DataFrame of your own.
"""
