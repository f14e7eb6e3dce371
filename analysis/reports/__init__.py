"""Reports: a notebook and its parameters become one HTML file with the evidence inside."""
