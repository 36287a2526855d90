"""The way in: accounts, one-time codes, and the tries that are counted."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from linli.kernel.encryption import EncryptedTextField
from linli.people.models.persons import Person


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login=username)


class Account(AbstractBaseUser):
    """账号: the way in for one person; what they may do comes from posts, never from here."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="account")
    login = models.CharField("登录名", max_length=40, unique=True)
    totp_secret = EncryptedTextField("动态口令密钥", default="")
    totp_last_step = models.BigIntegerField("已用过的动态口令步", default=0)
    is_active = models.BooleanField("启用", default=True)

    USERNAME_FIELD = "login"

    objects = AccountManager()

    def __str__(self) -> str:
        return f"#{self.pk}"


class SignInCode(models.Model):
    """One-time code sent to a phone; only its keyed hash is kept."""

    phone_index = models.CharField(max_length=64, db_index=True)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries_left = models.PositiveSmallIntegerField(default=5)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"#{self.pk}"


class Attempt(models.Model):
    """A try to sign in or to guess a code, counted per key (account, phone, address)."""

    key = models.CharField(max_length=80, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"#{self.pk}"
