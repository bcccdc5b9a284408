"""Every setting, in one place, read from the environment and nowhere else.

`docs/settings.md` is generated from `FIELDS`; a setting without a sentence cannot exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from environs import Env

SERVICES = ("forum", "proposals", "notify")


@dataclass(frozen=True)
class Settings:
    """The settings of one process. Secrets are hexadecimal text of at least 32 bytes."""

    database_url: str
    amqp_uri: str
    service_urls: Mapping[str, str]
    internal_key: str
    link_key: str
    session_key: str
    public_url: str
    gateway_bind: str
    smtp_url: str
    mail_from: str
    admin_email: str
    security_contact: str
    help_contact: str
    log_level: str
    seal_seconds: float
    reconcile_seconds: float
    crash_at: str


#: name in the environment → what it means, for people
FIELDS = {
    "FORUM_DATABASE_URL, PROPOSALS_DATABASE_URL, NOTIFY_DATABASE_URL": "each service's own PostgreSQL database",
    "AMQP_URI": "the RabbitMQ server that carries events",
    "FORUM_URL, PROPOSALS_URL, NOTIFY_URL": "where each service's internal HTTP listens; never reachable by people",
    "INTERNAL_KEY": "secret: signs who acts, from the gateway to the services",
    "LINK_KEY": "secret: signs invitation links",
    "SESSION_KEY": "secret: signs the session cookie",
    "PUBLIC_URL": "the address people use, for links in messages",
    "GATEWAY_BIND": "host:port the gateway listens on",
    "SMTP_URL": "smtp://, smtp+starttls:// or smtps:// [user:password@]host:port of the mail server",
    "MAIL_FROM": "the sender of every mail",
    "ADMIN_EMAIL": "the first organizer, made when the directory is empty",
    "SECURITY_CONTACT": "mailto: or https: address for whoever finds a weakness; empty: there is no security.txt",
    "HELP_CONTACT": "whom people may ask for help, as they read it on the pages: a name, a telephone number, hours",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
    "SEAL_SECONDS": "how long after closing a round is sealed; ballots received in time arrive until then",
    "RECONCILE_SECONDS": "how often a consumer compares itself with the feeds it listens to",
    "CRASH_AT": "for fault tests only: the named step at which the process kills itself, once",
}


def read(service: str = "") -> Settings:
    """Read the settings of a process of `service` (empty for the gateway). Raises environs' errors."""
    env = Env()
    return Settings(
        database_url=env.str(f"{service.upper()}_DATABASE_URL") if service else "",
        amqp_uri=env.str("AMQP_URI"),
        service_urls={name: env.str(f"{name.upper()}_URL") for name in SERVICES},
        internal_key=env.str("INTERNAL_KEY"),
        link_key=env.str("LINK_KEY"),
        session_key=env.str("SESSION_KEY"),
        public_url=env.str("PUBLIC_URL").rstrip("/"),
        gateway_bind=env.str("GATEWAY_BIND", "127.0.0.1:8080"),
        smtp_url=env.str("SMTP_URL"),
        mail_from=env.str("MAIL_FROM"),
        admin_email=env.str("ADMIN_EMAIL"),
        security_contact=env.str("SECURITY_CONTACT", ""),
        help_contact=env.str("HELP_CONTACT", ""),
        log_level=env.str("LOG_LEVEL", "INFO"),
        seal_seconds=env.float("SEAL_SECONDS", 15.0),
        reconcile_seconds=env.float("RECONCILE_SECONDS", 60.0),
        crash_at=env.str("CRASH_AT", ""),
    )
