"""The command line: it connects the parts and does nothing else.

`program` owns what holds for every command. Commands import what they need when they run, so that
`--help` stays quick.
"""

import os


def main() -> None:
    """Run kolvet and end the process with one of the frozen exit codes.

    Everything is imported in here, so that Ctrl-C is met quietly from the first moment that is
    ours: until a command runs (`program` says when) it ends the process at once.
    """
    try:
        import signal

        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, lambda *_: os._exit(130))
        from kolvet.cli.program import run

        run()
    except KeyboardInterrupt:
        os._exit(130)  # not by the signal; ExitCode.INTERRUPTED, which may not be imported yet
