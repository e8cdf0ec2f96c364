"""The words of the domain: plain data, no input or output, no clock."""
