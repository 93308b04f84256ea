"""REST under /runway-jlab/: one small file of handlers per noun."""
