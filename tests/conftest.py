import pytest


@pytest.fixture(scope="session")
def nlp():
    """The shipped small pipeline; loaded once."""
    import pipeline

    return pipeline.load("vi_gov_news_sm")
