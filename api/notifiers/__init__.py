"""Ways out for notices: one module per adapter, all behind ``notifier.Notifier``."""
