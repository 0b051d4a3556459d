"""What a scraper makes of metrics."""

from prometheus_client.parser import text_string_to_metric_families


def series_of(told: str) -> dict[str, float]:
    """The value of each series, by its name and the values of its labels: "requests_total|GET|/orders|200"."""
    return {
        "|".join([sample.name, *(value for _, value in sorted(sample.labels.items()))]): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
    }
