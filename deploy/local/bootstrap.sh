#!/usr/bin/env bash
# Makes this checkout able to run: Python environment, PostgreSQL and RabbitMQ programs. Run by make; says what it does.
#   deploy/local/bootstrap.sh [dev]      "dev" adds what tests and checks need, Chromium too
# As root on Debian or Ubuntu it installs what is missing; else it names the one command to type, and stops.
set -euo pipefail
cd "$(dirname "$0")/../.."
lock=requirements.txt
[ "${1:-}" = dev ] && lock=requirements-dev.txt

say() { printf '%s\n' "$*"; }

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
has_rabbitmq() { compgen -G '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server' >/dev/null \
    || [ -x /opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server ]; }

# The newest Python that really makes an environment: Debian's python3 comes without ensurepip until python3-venv is there.
find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# Debian starts what it installs as a service of the system, unless policy-rc.d says no; ours is taken away again.
install_packages() {
    local policy=/usr/sbin/policy-rc.d ours=''
    say "Installing $* (as root, by apt); no system service is started."
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy && ours=yes
    fi
    local failed=''
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"; } \
        >"$setup_log" 2>&1 || failed=yes
    [ -n "$ours" ] && rm -f $policy
    if [ -n "$failed" ]; then
        tail -n 15 "$setup_log"
        say "apt could not install: $*. The whole log: $setup_log"
        exit 1
    fi
}

# `make run` uses servers that the environment names instead of private ones; tests always have their own.
given() { [ "$lock" = requirements.txt ] && for name in "$@"; do [ -n "${!name:-}" ] || return 1; done; }

wanted=()
has_postgres || given FORUM_DATABASE_URL PROPOSALS_DATABASE_URL NOTIFY_DATABASE_URL || wanted+=(postgresql)
has_rabbitmq || given AMQP_URI || wanted+=(rabbitmq-server)
find_python >/dev/null || wanted+=(python3 python3-venv)
[ "$lock" = requirements.txt ] || [ -x /usr/bin/chromium ] || wanted+=(chromium)  # what browser tests drive

mkdir -p .run
setup_log=.run/setup.log

if [ ${#wanted[@]} -gt 0 ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        install_packages "${wanted[@]}"
    elif command -v apt-get >/dev/null; then
        say "Missing on this machine: ${wanted[*]}. Type this, then try again:"
        say "    sudo apt-get install -y --no-install-recommends ${wanted[*]}"
        exit 1
    else
        say "Missing on this machine: ${wanted[*]}. Install them with your system's package manager, then try again."
        exit 1
    fi
fi

if ! python=$(find_python); then
    say "No Python 3.11, 3.12 or 3.13 with venv was found on this machine, nor could apt give one. Install one, then try again."
    exit 1
fi

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c '' 2>/dev/null; then
    say "Making the Python environment .venv with $("$python" --version)."
    rm -rf .venv
    "$python" -m venv .venv
fi

stamp=".venv/.installed-$lock"
if ! sha256sum --check --status "$stamp" 2>/dev/null; then
    say "Installing the Python packages of $lock, each checked by its hash."
    if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" >"$setup_log" 2>&1; then
        tail -n 15 "$setup_log"
        say "pip could not install the packages of $lock. The whole log: $setup_log"
        exit 1
    fi
    sha256sum "$lock" >"$stamp"
fi

# What the pages look like: npm fetches it, by the hashes of the lock file, and Node builds it. Without an npm of this
# machine's that is new enough, one from a Python package, which is used for nothing else.
assets=services/gateway/assets
assets_stamp=.run/assets.built
assets_now() { find package-lock.json $assets -type f | LC_ALL=C sort | xargs sha256sum; }

new_enough='const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
has_node() { command -v npm >/dev/null && node -e "$new_enough" 2>/dev/null; }

build_assets() {
    if ! has_node; then
        if [ ! -x .venv/node/bin/npm ]; then
            "$python" -m venv .venv/node
            .venv/node/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $assets/node.txt
        fi
        PATH="$PWD/.venv/node/bin:$PATH"
    fi
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    npm run --silent build
}

if [ ! -d node_modules ] || [ ! -e services/gateway/static/built/site.css ] || [ "$(assets_now)" != "$(cat $assets_stamp 2>/dev/null)" ]; then
    say "Fetching and building what the pages look like."
    if ! build_assets >"$setup_log" 2>&1; then
        tail -n 15 "$setup_log"
        say "The pages' stylesheet and script could not be built. The whole log: $setup_log"
        exit 1
    fi
    assets_now >$assets_stamp
fi

# The checkout itself, without a build: a path file makes it importable, and a launcher makes it a command.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd >"$site/hienke.pth"
cat >.venv/bin/hienke <<LAUNCHER
#!/bin/sh
exec "$PWD/.venv/bin/python" -m deploy.cli "\$@"
LAUNCHER
chmod +x .venv/bin/hienke
