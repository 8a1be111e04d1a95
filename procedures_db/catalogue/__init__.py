"""The starter catalogue: procedures structured by hand, one YAML file each, with its checks."""
