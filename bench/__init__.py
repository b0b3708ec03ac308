"""How fast the house is, beside what the machine can do at best: `bin/bench`, explained in docs/benchmarks.md."""
