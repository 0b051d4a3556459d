"""One function an address, for what is written outside a request too: announced partials link by these.

`urls.x()` finds it wherever it stands; each audience has a module of its own.
"""

from shop_help.urls.agents import *  # noqa: F403
from shop_help.urls.buyers import *  # noqa: F403
from shop_help.urls.help_editing import *  # noqa: F403
from shop_help.urls.notifications import *  # noqa: F403
from shop_help.urls.operators import *  # noqa: F403
from shop_help.urls.protection import *  # noqa: F403
from shop_help.urls.sellers import *  # noqa: F403
from shop_help.urls.shared import *  # noqa: F403
