"""The command line: it connects the parts and does nothing else."""


def main() -> None:
    """Run kolvet."""
