"""The work tree as it was: git behind one door."""
