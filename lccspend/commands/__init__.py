"""One module for a family of commands: a project and arguments in, one value to be printed out."""
