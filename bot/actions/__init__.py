"""Custom actions. The package stays flat: rasa_sdk imports its modules by bare name otherwise."""
