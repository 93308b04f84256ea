"""What a run's packages were."""
