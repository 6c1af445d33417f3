<?php
// The PHP app of the comparison.

function text(string $body): void
{
    header('Content-Type: text/plain');
    header('Content-Length: ' . strlen($body));
    echo $body;
}

function used(): float
{
    $usage = getrusage();
    return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1e3
        + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e3;
}

switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case '/':
        text('Hello, World!');
        break;
    case '/sleep':
        usleep((int)($_GET['ms'] ?? 50) * 1000);
        text('Hello, World!');
        break;
    case '/cpu':
        $end = used() + (int)($_GET['ms'] ?? 20);
        while (used() < $end) {
            for ($i = 0; $i < 500; $i++);
        }
        text('Hello, World!');
        break;
    case '/download':
        $left = (int)($_GET['bytes'] ?? 10485760);
        header('Content-Type: text/plain');
        header('Content-Length: ' . $left);
        $block = str_repeat("\0", 65536);
        for (; $left > 0; $left -= 65536) {
            echo $left < 65536 ? substr($block, 0, $left) : $block;
        }
        break;
    case '/upload':
        $total = 0;
        $input = fopen('php://input', 'rb');
        while (($part = fread($input, 65536)) !== false && $part !== '') {
            $total += strlen($part);
        }
        text((string)$total);
        break;
    default:
        http_response_code(404);
        header('Content-Length: 0');
}
