"""What the registers of companies and charities know of the suppliers in, evidence of size and sector out."""
