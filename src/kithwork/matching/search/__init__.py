"""Finding a plan: greedy first, then annealing with ejection chains, then polish by CP-SAT."""
