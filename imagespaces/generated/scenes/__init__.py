"""What scenes are made of: objects, what can be said of them, where they are put, and how they are told apart."""
