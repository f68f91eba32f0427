import copy
import json
import logging

import pytest
from cryptography.fernet import Fernet
from django import forms
from django.db import models

from config import secrets
from config.fields import Secret, SecretField

CANARY = "CANARY-7f3a"


class Vault(models.Model):
    """A row with secrets; it has no table."""

    name = models.CharField(max_length=20)
    needed = SecretField()
    optional = SecretField(blank=True)

    class Meta:
        app_label = "frame"
        managed = False

    def __str__(self):
        return self.name


class VaultForm(forms.ModelForm):
    class Meta:
        model = Vault
        fields = ["name", "needed", "optional"]


def test_what_was_encrypted_is_decrypted():
    token = secrets.encrypt("비밀 " + CANARY)
    assert CANARY not in token
    assert secrets.decrypt(token) == "비밀 " + CANARY
    assert secrets.encrypt("a") != secrets.encrypt("a")


def test_rotation_moves_a_secret_to_the_first_key(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.FIELD_KEYS = [old]
    token = secrets.encrypt(CANARY)
    settings.FIELD_KEYS = [new, old]
    assert secrets.decrypt(token) == CANARY
    rotated = secrets.rotate(token)
    settings.FIELD_KEYS = [new]
    assert secrets.decrypt(rotated) == CANARY
    with pytest.raises(secrets.UnreadableSecret):
        secrets.decrypt(token)


def test_mask_tells_nothing_but_that_there_is_something():
    assert secrets.mask("a") == secrets.mask("a" * 50) == "●●●"
    assert secrets.mask("") == ""


def test_secret_is_seen_only_when_it_is_revealed(caplog):
    row = Vault(name="a", needed=CANARY)
    logging.getLogger("t").warning("%s %r %s", row.needed, row.needed, vars(row))
    seen = [str(row.needed), repr(row.needed), f"{row.needed}", str(vars(row)), caplog.text]
    seen.append(json.dumps({"s": row.needed}, default=str))
    assert CANARY not in "".join(seen)
    assert row.needed.reveal() == CANARY
    assert copy.copy(row.needed).reveal() == CANARY


def test_column_gets_ciphertext_and_gives_it_back_sealed():
    field = Vault._meta.get_field("needed")
    token = field.get_prep_value(Vault(needed=CANARY).needed)
    assert CANARY not in token
    assert field.from_db_value(token, None, None).reveal() == CANARY
    assert field.get_prep_value("") == ""
    assert field.value_to_string(Vault(needed=CANARY)) == ""


def test_form_never_renders_a_stored_secret():
    row = Vault(name="a", needed=CANARY)
    page = VaultForm(instance=row).as_p()
    assert CANARY not in page
    assert row.needed.token not in page
    assert 'placeholder="set; leave empty to keep"' in page
    assert 'placeholder="not set"' in page


def test_form_that_is_refused_does_not_render_what_was_typed():
    form = VaultForm({"name": "", "needed": CANARY}, instance=Vault())
    assert not form.is_valid()
    assert CANARY not in form.as_p()


def test_empty_entry_keeps_the_secret_and_a_new_one_replaces_it():
    row = Vault(name="a", needed=CANARY)
    form = VaultForm({"name": "b", "needed": ""}, instance=row)
    assert form.is_valid(), form.errors
    assert form.instance.needed.reveal() == CANARY
    assert form.changed_data == ["name"]
    form = VaultForm({"name": "b", "needed": "new"}, instance=row)
    assert form.is_valid(), form.errors
    assert form.instance.needed.reveal() == "new"


def test_box_beside_the_entry_removes_an_optional_secret():
    row = Vault(name="a", needed=CANARY, optional=CANARY)
    form = VaultForm({"name": "a", "optional": "", "optional-remove": "on"}, instance=row)
    assert form.is_valid(), form.errors
    assert not form.instance.optional


def test_secret_that_is_needed_must_be_given():
    form = VaultForm({"name": "a", "needed": ""}, instance=Vault())
    assert not form.is_valid()
    assert list(form.errors) == ["needed"]
    form = VaultForm({"name": "a", "needed-remove": "on"}, instance=Vault(needed=CANARY))
    assert not form.is_valid()


def test_empty_secret_is_false_and_reveals_nothing():
    assert not Secret()
    assert Secret().reveal() == str(Secret()) == ""
