"""Learning: features, taggers, relation classifier, training, and the trained packages."""
