"""Loaded by Python itself before the tap: it asks for a bulk operation once a minute, and the sandbox's end within a second."""

import time

POLL_SECONDS = 60
sleep = time.sleep
time.sleep = lambda seconds: sleep(0.5 if seconds >= POLL_SECONDS else seconds)
