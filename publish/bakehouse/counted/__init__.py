"""Numbers that a tool counted already: summed by period, those of few people folded together."""
