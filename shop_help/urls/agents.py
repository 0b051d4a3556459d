"""The addresses of agents."""


def agent_home() -> str:
    return "/agents/"
