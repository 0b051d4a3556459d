"""What buyers, sellers, customer service and time do with order requests (PRODUCT 4, 5)."""
