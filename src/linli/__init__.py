"""邻里 linli: the everyday business of a neighbourhood, in one closed loop."""
