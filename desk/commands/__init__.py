"""``python -m desk <command>``: one module per group; each command returns the lines to print."""
