#!/bin/sh
# Makes the secrets of compose.yaml once; what is there stays. Files are readable by their owner and by the users of the
# containers: Compose mounts them as they are, so the folder is what keeps others of this machine out.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
make_one() {
    [ -s "secrets/$1" ] && return
    printf '%s' "$2" > "secrets/$1"
    chmod 444 "secrets/$1"
    echo "made deploy/secrets/$1"
}

make_one database_password "$(random)"
make_one database_url "postgresql://citybridge:$(cat secrets/database_password)@postgres:5432/citybridge"
make_one redis_conf "$(printf 'bind 0.0.0.0\nsave ""\nappendonly no\nmaxmemory 64mb\nrequirepass %s\n' "$(random)")"
make_one redis_url "redis://:$(sed -n 's/^requirepass //p' secrets/redis_conf)@redis:6379/0"
make_one brain_token "$(random)"
make_one api_token "$(random)"
make_one desk_secret "$(random)"
make_one metrics_token "$(random)"
