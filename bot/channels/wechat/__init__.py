"""The WeChat official account: what comes in, what goes out, each message answered once."""
