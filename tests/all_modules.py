"""Reads all modules of the application, for processes that begin as copies of one that has."""

import gc
import importlib
import pkgutil

import shop_help

for module in pkgutil.walk_packages(shop_help.__path__, "shop_help."):
    # Migrations are run, not read.
    if not module.name.startswith("shop_help.migrations"):
        importlib.import_module(module.name)
# What stands still is not copied when a copy tidies up.
gc.freeze()
