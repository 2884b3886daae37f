#!/bin/sh
# Brings uv, a Python and the locked packages into this folder; nothing outside it changes.
#   sh tools/setup.sh main      Python 3.10 with Rasa            -> .venv
#   sh tools/setup.sh modern    the newest Python of the lock    -> .venv-modern, without Rasa
#   sh tools/setup.sh uv        only says which uv is used
set -eu
cd "$(dirname "$0")/.."

UV_PINNED=0.13.9
UV_OLDEST=8                      # 0.8: the first that this lock file was tried with
MAIN_PYTHON=3.10                 # the newest that Rasa 3.6 runs on
NEWEST=$(sed -n 's/^requires-python.*<3\.\([0-9]*\)".*/\1/p' pyproject.toml)
NEWEST=$((NEWEST - 1))           # the lock says "<3.14": 3.13 is the newest

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# A uv on PATH may be a pyenv shim without a uv behind it: only an answer counts.
works() {
    minor=$("$1" --version 2>/dev/null | sed -n 's/^uv 0\.\([0-9]*\)\..*/\1/p')
    [ -n "$minor" ] && [ "$minor" -ge "$UV_OLDEST" ]
}

find_uv() {
    for candidate in uv .tools/bin/uv; do
        if works "$candidate"; then UV=$candidate; return; fi
    done
    command -v python3 >/dev/null 2>&1 || fail "python3 was not found: install Python 3 and run this again."
    say "Installing uv $UV_PINNED into .tools (once) ..."
    if ! { python3 -m venv --clear .tools && .tools/bin/python -m pip --version; } >/dev/null 2>&1; then
        rm -rf .tools
        fail "python3 cannot make a virtual environment: install its venv module (Debian, Ubuntu: apt install python3-venv) or uv itself."
    fi
    .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_PINNED" \
        || fail "uv $UV_PINNED could not be installed from the Python package index: is there a network connection?"
    UV=.tools/bin/uv
}

# Prints the path of a Python of that version, or nothing. pyenv's own folders are searched as well:
# its shims on PATH refuse every version that is not the chosen one, and uv gives up on such a shim.
find_python() {
    for candidate in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/"python$1"; do
        found=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2], sys.executable)' 2>/dev/null) || continue
        case $found in "$1 "*) printf '%s' "${found#* }"; return ;; esac
    done
}

# Lets uv bring a Python of its own; --managed-python keeps it away from broken shims.
fetch_python() {
    say "Python $1 was not found here; fetching it ..."
    "$UV" python install --quiet "$1" >&2 && "$UV" python find --quiet --managed-python "$1"
}

choose_main() {
    PYTHON=$(find_python $MAIN_PYTHON)
    [ -n "$PYTHON" ] || PYTHON=$(fetch_python $MAIN_PYTHON) \
        || fail "Python $MAIN_PYTHON is needed, was not found and could not be fetched: install it (python.org, pyenv or your system's packages) and run this again."
}

choose_modern() {
    PYTHON=$(find_python "3.$NEWEST")
    [ -n "$PYTHON" ] || PYTHON=$(fetch_python "3.$NEWEST") || PYTHON=
    minor=$NEWEST
    while [ -z "$PYTHON" ] && [ "$minor" -gt 11 ]; do
        minor=$((minor - 1))
        PYTHON=$(find_python "3.$minor")
    done
    [ -n "$PYTHON" ] || fail "No Python from 3.11 to 3.$NEWEST was found or could be fetched: install one and run this again."
    [ "$minor" -eq "$NEWEST" ] || say "NOTE: this runs on Python 3.$minor, which is OLDER than 3.$NEWEST, the newest that the lock file allows."
}

sum() { cat "$@" | cksum; }

# sync FOLDER OPTION...: installs the lock file into FOLDER, unless nothing changed since the last time.
sync() {
    folder=$1; shift
    stamp="$(sum pyproject.toml uv.lock) $*"
    if [ -x "$folder/bin/python" ] && [ "$(cat "$folder/.installed" 2>/dev/null)" = "$stamp" ] \
        && "$folder/bin/python" -c '' 2>/dev/null; then
        return
    fi
    find_uv
    "choose_$TARGET"
    say "Installing the locked packages into $folder ($("$PYTHON" --version)) ..."
    if [ "$("$folder/bin/python" --version 2>/dev/null)" != "$("$PYTHON" --version)" ]; then
        "$UV" venv --quiet --clear --python "$PYTHON" "$folder"
    fi
    rm -f "$folder/.installed"
    # Compiled now: else the first start compiles thousands of files, and every start where Python may not write them.
    UV_PROJECT_ENVIRONMENT=$folder VIRTUAL_ENV='' "$UV" sync --quiet --locked --compile-bytecode --python "$folder/bin/python" "$@" \
        || fail "The packages could not be installed; the message above says which. Is there a network connection?"
    printf '%s' "$stamp" > "$folder/.installed"
}

TARGET=${1:-main}
case $TARGET in
    main) sync .venv ;;
    modern) sync .venv-modern --no-group brain --no-group bench ;;
    uv) find_uv; command -v "$UV"; "$UV" --version ;;
    *) fail "usage: sh tools/setup.sh main | modern | uv" ;;
esac
