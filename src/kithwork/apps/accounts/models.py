"""Accounts and the roles they hold."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q

from kithwork.apps.foundation.viewer import Role


class UserManager(BaseUserManager["User"]):
    """Makes accounts; an account without a password signs in another way, or not at all."""

    def create_user(
        self, email: str | None = None, password: str | None = None, **fields: object
    ) -> "User":
        user = self.model(email=self.normalize_email(email) if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. The e-mail is the name; young students have none."""

    class Theme(models.TextChoices):
        SYSTEM = "system"
        LIGHT = "light"
        DARK = "dark"

    class Size(models.TextChoices):
        MEDIUM = "m"
        LARGE = "l"
        EXTRA_LARGE = "xl"

    class Language(models.TextChoices):
        NOT_CHOSEN = ""
        ENGLISH = "en"
        SPANISH = "es"

    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    size = models.CharField(max_length=2, choices=Size, default=Size.MEDIUM)
    language = models.CharField(
        max_length=5, choices=Language, default=Language.NOT_CHOSEN, blank=True,
        help_text="in which a student reads their own pages",
    )  # fmt: skip
    single_keys = models.BooleanField(
        default=True, help_text="shortcuts of one key, such as / to find"
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role a person holds: in one school, or over a district."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in Role])
    school = models.ForeignKey("schools.School", models.CASCADE, null=True, blank=True)
    district = models.ForeignKey("schools.District", models.CASCADE)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "school", "district"],
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=False)
                | Q(role__in=["district_administrator", "researcher", "system_administrator"]),
                name="school_roles_name_a_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role}"


class AccessToken(models.Model):
    """What a program shows instead of signing in: somebody's, in one of their roles."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret")
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
