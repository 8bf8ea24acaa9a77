"""The parts that screens are made of: they draw what they are given and post messages; none of them knows a screen."""
