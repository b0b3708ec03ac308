"""What is left when processes are killed while eight programs write: the programs, the killings and the proofs."""
