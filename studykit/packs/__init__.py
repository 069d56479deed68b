"""Floor 1: YAML → attributes, domains, blueprint. The only room for yaml."""
