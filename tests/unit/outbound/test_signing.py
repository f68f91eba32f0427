import base64
import time

import pytest
from standardwebhooks import Webhook

from outbound import sign

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()


def test_receiver_verifies_our_signature_with_the_public_package():
    body = '{"이름":"길목"}'.encode()
    headers = sign(SECRET, "realm-7-3", int(time.time()), body)
    assert Webhook(SECRET).verify(body, headers) == {"이름": "길목"}


def test_signature_is_the_one_of_the_specification():
    """The example of the specification's reference libraries."""
    headers = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_!!!!", SECRET[6:], "whsec_" + base64.b64encode(b"k").decode()]
)
def test_malformed_secret_is_refused_without_telling_it(secret):
    with pytest.raises(ValueError, match="whsec_ and the base64") as caught:
        sign(secret, "id", 1, b"")
    assert SECRET[6:] not in str(caught.value)
