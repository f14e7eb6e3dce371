"""Article text turned into integers: tokens, sentences, patterns, queries, counts, copies."""
