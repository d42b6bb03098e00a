"""A project and this installation in, the lines and files that start a build by themselves out."""
