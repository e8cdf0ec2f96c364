"""`python -m kolvet` is the `kolvet` command."""

from kolvet.cli import main

if __name__ == "__main__":
    main()
