"""How files hold rows: text lines, CSV, JSON, workbooks, databases. Nothing about columns."""
