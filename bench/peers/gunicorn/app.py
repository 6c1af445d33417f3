"""The WSGI app of the comparison, for Gunicorn and for uWSGI."""
import time
from urllib.parse import parse_qs

HELLO = b"Hello, World!"
BLOCK = bytes(64 * 1024)


def number(environ, name, otherwise):
    return int(parse_qs(environ.get("QUERY_STRING", "")).get(name, [otherwise])[0])


def text(start_response, body):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def blocks(count):
    while count > 0:
        yield BLOCK[:count]
        count -= len(BLOCK)


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/":
        return text(start_response, HELLO)
    if path == "/sleep":
        time.sleep(number(environ, "ms", 50) / 1000)
        return text(start_response, HELLO)
    if path == "/cpu":
        end = time.thread_time() + number(environ, "ms", 20) / 1000
        while time.thread_time() < end:
            for _ in range(500):
                pass
        return text(start_response, HELLO)
    if path == "/download":
        count = number(environ, "bytes", 10 * 1024 * 1024)
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(count))])
        return blocks(count)
    if path == "/upload":
        left = int(environ.get("CONTENT_LENGTH") or 0)
        total = 0
        while left > 0:
            block = environ["wsgi.input"].read(min(left, len(BLOCK)))
            if not block:
                break
            total += len(block)
            left -= len(block)
        return text(start_response, str(total).encode())
    start_response("404 Not Found", [("Content-Length", "0")])
    return [b""]
