"""The WeChat official account: its protocol (crypto, xml, incoming, outgoing, client) and our channel on top of it."""
