"""Forty texts that nobody should write, each with a mark by which it is known again."""

RLO, PDF, LRI, ZWNJ, RLM, BOM = "\u202e", "\u202c", "\u2066", "\u200c", "\u200f", "\ufeff"
HIT = "window.hit=1"

_PAYLOADS = [
    f"<script>{HIT}</script>",
    f'"><svg onload={HIT}>',
    f"'><img src=x onerror={HIT}>",
    f"</textarea><script>{HIT}</script>",
    f"</title><script>{HIT}</script>",
    f'" autofocus onfocus="{HIT}',
    f"' onmouseover='{HIT}",
    f"javascript:{HIT}//",
    f"<a href=javascript:{HIT}>x</a>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={HIT}>",
    f"<details open ontoggle={HIT}>",
    f"<body onload={HIT}>",
    f"<input onfocus={HIT} autofocus>",
    f"<style>@import 'javascript:{HIT}'</style>",
    f"<template><script>{HIT}</script></template>",
    f"--><script>{HIT}</script><!--",
    f"]]><script>{HIT}</script>",
    "<base href=//evil.example/>",
    '<div hx-get="/account/logout/" hx-trigger="load" hx-on:click="window.hit=1">x</div>',
    "<c-button>x</c-button><c-slot name='actions'>y</c-slot>",
    "{{ 91337|add:182674 }}{{ request.user.password }}",
    "{% firstof 'exe' %}cuted{% load i18n %}{% debug %}",
    "${91337*3}#{91337*3}<%= 91337*3 %>",
    "%(n)s %s %d {0} {n} %",
    f"سلام{RLO}متن وارونه",
    f"باز{LRI}بسته‌نشده",
    f"{RLM}{BOM}علی{ZWNJ}{ZWNJ}رضا{PDF}",
    "تهی\x00میان",
    "زنگ\x07\x1b[31mسرخ\x08",
    "سطر\r\nSet-Cookie: hit=1\r\n\r\n<b>تازه</b>",
    "ناتمام \ufffe\uffff\u0085\u2028\u2029",
    "=HYPERLINK(\"http://evil.example\";\"x\")",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3\t=1",
    "'; DROP TABLE intake_request; --",
    "&lt;script&gt;&#x3C;script>&amp;",
    "../../../../etc/passwd\\..\\x",
    "ی" * 6_000,
]  # fmt: skip
TEXTS = [f"{payload[:1]}Zq{number:02}{payload[1:]}" if payload[0] in "=+@-" else f"Zq{number:02} {payload}"
         for number, payload in enumerate(_PAYLOADS)]  # fmt: skip
MARKS = [f"Zq{number:02}" for number in range(len(_PAYLOADS))]
EXECUTED = ["274011", "executed"]  # what a template or a formula would have made of them
ISOLATES = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
