"""Finding the passage that answers a question, or saying that none does. Text and vectors only: no web, no database."""
