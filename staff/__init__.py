"""The console: civil servants keep the procedures true."""
