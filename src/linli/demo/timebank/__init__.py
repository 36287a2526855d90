"""The time bank of a replay: who enrolled, what was ordered and done, what credits went for."""
