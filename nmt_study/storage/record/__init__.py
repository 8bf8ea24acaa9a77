"""The record of one learner: events that happened, and the tables that follow from them."""
