"""kolvet: vet a Chinese blogger before a brand signs them."""

__version__ = "0.1.0"
