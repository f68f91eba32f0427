"""Settings of the test suite: the product's own, with keys and mail that belong to tests."""

import os

os.environ["SECRET_KEY"] = "test-only-secret-key-of-more-than-32-characters"
os.environ["FIELD_KEYS"] = "dGVzdC1vbmx5LWZpZWxkLWtleS0zMi1ieXRlcy1hYmM="
os.environ["EMAIL_URL"] = "memorymail://"
os.environ["ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Files are looked up when asked for: a client that is made for each test must not scan them all.
WHITENOISE_AUTOREFRESH = True
