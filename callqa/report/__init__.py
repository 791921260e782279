"""What leaves the program: result files, reports, their names."""
