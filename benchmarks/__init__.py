"""Speed, measured on a really started server: percentiles and sizes of one run, never asserted in tests."""
