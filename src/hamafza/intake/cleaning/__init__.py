"""One module a kind of file: `clean(content)` gives back the file without its hidden parts, or raises Odd."""
