"""For those who work on Wence: evaluation, benchmarks, fuzzing, set-up, screenshots."""
