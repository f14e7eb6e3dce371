"""How tables and articles look in JupyterLab: plain HTML without a script, every text escaped."""
