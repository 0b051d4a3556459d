"""What Shop Help costs, as ratios to the least that its parts can cost, measured side by side (FIGURES)."""
