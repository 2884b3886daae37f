#!/bin/sh
# Reads secrets from files: for each NAME_FILE=/run/secrets/… the variable NAME becomes the content of that file.
# A secret in a file stands in no list of processes and in no description of the container.
set -eu
for name in DATABASE_URL BRAIN_TOKEN HELPDESK_API_TOKEN DESK_SECRET METRICS_TOKEN REDIS_URL MAIL_PASSWORD OIDC_CLIENT_SECRET; do
    eval "file=\${${name}_FILE:-}"
    [ -n "$file" ] || continue
    if [ ! -r "$file" ]; then
        echo "${name}_FILE: $file cannot be read by user $(id -u)" >&2
        exit 2
    fi
    export "$name=$(cat "$file")"
done
exec "$@"
