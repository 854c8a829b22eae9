"""The pages in a real browser: Debian's Chromium without a window, driven by Playwright."""

import shutil
import socket
import threading
import time
from types import SimpleNamespace

import pytest

pytest.importorskip("datasette", reason="the pages need the extra 'archive'")
playwright = pytest.importorskip("playwright.sync_api", reason="the browser is driven by the package playwright")

from conftest import TOKEN, fill  # noqa: E402

pytestmark = pytest.mark.slow
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def browser():
    if BROWSER is None:
        pytest.skip("no chromium, chromium-browser or google-chrome is installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A server that can be written to, on a free port of this machine."""
    import uvicorn

    from pipeline.archive.pages.site import Site

    path = tmp_path_factory.mktemp("browser") / "archive.db"
    fill(path)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(Site(path, token=TOKEN).app(), log_level="warning"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    running.join()


@pytest.fixture(params=SIZES)
def page(request, browser, address):
    """A new window; whatever the browser complains of, a refused script or style too, fails the test."""
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=address)
    context.set_default_timeout(20_000)
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if _complains(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    yield page
    context.close()
    assert complaints == []


def _complains(message):
    return message.type == "error" and "status of 403" not in message.text  # a wrong token is answered so


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("asked", ["cấp nước", "cap nuoc"])
def test_searching_with_and_without_marks(page, asked):
    page.goto("/")
    page.fill("#find", asked)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator(".headline").all_inner_texts() == ["Xã An Lạc họp bàn cấp nước"]
    assert "cấp" in page.locator(".snippet b").all_inner_texts()[0] and fits(page)
    page.click(".headline")
    page.wait_for_url("**/article/1*")


def test_nothing_is_wider_than_the_screen(page):
    for path in ("/", "/search", "/article/1", "/article/3", "/person/1", "/body/1", "/places", "/figures", "/review",
                 "/figures?indicator=thu+ng%C3%A2n+s%C3%A1ch", "/deadlines?month=2024-04", "/corrections", "/data"):
        page.goto(path)
        assert fits(page), path


def test_a_mention_tells_what_it_is(page):
    page.goto("/article/1")
    page.locator('mark[data-m="e10"]').hover()
    card = page.locator("#card")
    assert card.is_visible() and "12.000.000.000 VND" in card.inner_text() and "94 %" in card.inner_text()
    page.locator('mark[data-m="e1"]').click()
    assert "Trần Văn Mẫu" in card.inner_text()
    card.locator("a").click()
    page.wait_for_url("**/person/*")
    assert page.locator("h1").inner_text() == "Trần Văn Mẫu"


def test_a_record_lights_its_words(page):
    page.goto("/article/1")
    page.locator('.show[data-evidence="e1 e2 e3"]').click()
    assert page.locator("mark.lit").all_inner_texts() == ["Trần Văn Mẫu", "Chủ tịch", "UBND xã An Lạc"]
    assert page.locator("li.lit").count() == 1
    page.reload()
    assert page.locator("mark.lit").count() == 3  # the address keeps it


def test_mentions_with_the_keyboard_alone(page):
    page.goto("/article/1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator(".m").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.m") == "e2"
    assert page.locator("#card").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#card').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.evaluate("document.activeElement.dataset.m") == "e2"


def test_a_person_over_time(page):
    page.goto("/people?q=tran+van+mau")
    page.click(".names a")
    page.wait_for_url("**/person/*")
    assert page.locator("svg.bars .bar").count() == 2
    assert "Sở Nội vụ" in page.locator("table.data").inner_text() and fits(page)


def test_the_calendar(page):
    page.goto("/deadlines?month=2024-04&today=2024-04-14")
    page.click(".days a")
    assert page.locator("#day-2024-04-15").is_visible() and "ngày mai" in page.locator("#day-2024-04-15").inner_text()
    page.click(".task-line a")
    page.wait_for_url("**/article/1*")
    assert "trước ngày 15/4/2024" in page.locator("mark.lit").all_inner_texts()


def test_a_hostile_article_does_nothing(page):
    page.goto("/search?q=drop+table")
    page.click(".headline")
    page.wait_for_url("**/article/*")
    assert "<script>alert('x')</script>" in page.locator("#text").inner_text()
    assert page.locator("#text img").count() == 0


@pytest.fixture
def signed_in(page):
    page.goto("/sign-in?next=/review")
    page.fill("#token", TOKEN)
    page.fill("#name", "Lan")
    page.click("main form button")
    page.wait_for_url("**/review")
    return SimpleNamespace(page=page, queue=page.locator(".queue > li"))


def test_a_correction(signed_in):
    page, queue = signed_in.page, signed_in.queue
    before = queue.count()
    first = queue.first.locator(".context mark").inner_text()
    queue.first.get_by_role("button", name="Đúng", exact=True).click()
    page.wait_for_selector(".said")
    assert queue.count() == before - 1 and first not in [queue.nth(row).inner_text() for row in range(before - 1)]
    page.goto("/corrections")
    assert "Lan" in page.locator("tbody tr").first.inner_text()
    page.get_by_role("button", name="Hoàn tác").first.click()
    page.wait_for_selector(".said")
    page.goto("/review")
    assert queue.count() == before


def test_a_wrong_token(page):
    page.goto("/sign-in")
    page.fill("#token", "wrong")
    with page.expect_response("**/sign-in") as answer:
        page.click("main form button")
    assert answer.value.status == 403 and page.locator("[role=alert]").is_visible()


def test_a_mention_said_anew(signed_in):
    page = signed_in.page
    page.goto("/article/1")
    figure = page.locator('mark[data-m="e10"]')
    words = figure.inner_text()
    figure.click()
    card = page.locator("#card")
    assert card.locator(".card-words").input_value() in ("", words)
    card.locator(".card-worth").fill("13 tỷ đồng")
    card.get_by_role("button", name="Đổi nhãn", exact=True).click()
    page.wait_for_selector(".said")
    page.locator("mark", has_text=words).first.click()
    assert "13.000.000.000 VND" in card.inner_text()
    page.goto("/corrections")
    page.get_by_role("button", name="Hoàn tác").first.click()
    page.wait_for_selector(".said")
    page.goto("/article/1")
    page.locator('mark[data-m="e10"]').click()
    assert "12.000.000.000 VND" in card.inner_text()
