"""What buyers, sellers, customer service and time do with Buyer Protection (PRODUCT 4, 5)."""
