"""What a person writes: dataset.yaml and metadata.yaml as frozen models; errors name lines."""
