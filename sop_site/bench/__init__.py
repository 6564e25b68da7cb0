"""The benchmark: ratios of one run, never times alone (the machine is noisy). See bin/bench."""
