"""One function for each thing a person asks for; the TUI, the plain mode and the command line all call these."""
