"""From a file to arrays: decoding, resampling, levels, pitch and health. Knows no speech."""
