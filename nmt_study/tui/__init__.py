"""The full screen: a front end on the services, for the keyboard and the mouse; no rules of the field live here."""
