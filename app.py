"""The application for `flask` and the server: `python app.py` serves it."""

from shop_help import create_app
from shop_help.server import serve

if __name__ == "__main__":
    serve(create_app)
