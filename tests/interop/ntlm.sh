#!/usr/bin/env bash
# Windows sign-in against servers that others wrote: Apache with mod_auth_gssapi and gss-ntlmssp, and Squid with Samba's
# ntlm_auth. Installs nothing: what is missing is skipped, and said. On Debian:
#   apt-get install apache2 libapache2-mod-auth-gssapi gss-ntlmssp squid samba samba-common-bin winbind openssl
# The Samba half needs root. Exits 0 when all that could run passed, and 77 when nothing could.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PATH:/usr/sbin:/sbin"

work=$(mktemp -d /tmp/ml-connector-ntlm.XXXXXX)
chmod 755 "$work"
started=()
made_user=''
finish() {
  for pid in "${started[@]:-}"; do [ -n "$pid" ] && kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  [ -z "$made_user" ] || userdel "$account" 2>/dev/null || true
  rm -rf "$work" /dev/shm/"mlc$$"-*
}
trap finish EXIT

account='larder' password='Sea-Salt & Änderung 7' domain='VINE'
ran=0

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
wait_for() { # port
  for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0; sleep 0.1; done
  return 1
}
missing() { for tool in "$@"; do command -v "$tool" >/dev/null 2>&1 || { echo "$tool"; return 0; }; done; }

certificate() { # hash of the signature: channel bindings follow it
  openssl req -x509 -newkey rsa:2048 -"$1" -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$work/$1.key" -out "$work/$1.pem" 2>/dev/null
}

run_tests() { # name, environment...
  local name=$1; shift
  echo "== $name"
  ran=1
  env "$@" INTEROP_NAME="$name" INTEROP_DOMAIN="$domain" INTEROP_USER="$account" INTEROP_PASSWORD="$password" \
    NODE_OPTIONS='--experimental-vm-modules --no-warnings' npx jest --maxWorkers=1 --testMatch '**/tests/interop/*.interop.ts'
}

apache() {
  local modules=/usr/lib/apache2/modules lacks
  lacks=$(missing apache2 openssl)
  [ -z "$lacks" ] && [ ! -e $modules/mod_auth_gssapi.so ] && lacks=libapache2-mod-auth-gssapi
  [ -z "$lacks" ] && ! ls /usr/lib/*/gssntlmssp/gssntlmssp.so >/dev/null 2>&1 && lacks=gss-ntlmssp
  if [ -n "$lacks" ]; then echo "SKIPPED Apache: $lacks is not installed"; return; fi
  certificate sha256; certificate sha384
  local plain tls tls384
  plain=$(free_port) tls=$(free_port) tls384=$(free_port)
  echo "$domain:$account:$password" >"$work/users"
  chmod 644 "$work/users" "$work"/*.key
  mkdir -p "$work/www"; echo served >"$work/www/index.html"
  cat >"$work/apache.conf" <<CONF
ServerRoot $work
ServerName localhost
PidFile $work/apache.pid
ErrorLog $work/apache.log
DocumentRoot $work/www
Listen 127.0.0.1:$plain
Listen 127.0.0.1:$tls
Listen 127.0.0.1:$tls384
KeepAlive On
KeepAliveTimeout 30
$(for name in mpm_event authz_core authn_core authz_user auth_gssapi ssl dir alias headers cgid unixd; do
  [ -e $modules/mod_$name.so ] && echo "LoadModule ${name}_module $modules/mod_$name.so"; done)
DirectoryIndex index.html
Scriptsock $work/cgisock
ScriptAlias /echo $work/echo
$(for pair in "$tls sha256" "$tls384 sha384"; do set -- $pair; echo "<VirtualHost 127.0.0.1:$1>
SSLEngine on
SSLCertificateFile $work/$2.pem
SSLCertificateKeyFile $work/$2.key
</VirtualHost>"; done)
<Directory $work>
  AuthType GSSAPI
  AuthName interop
  GssapiAllowedMech ntlmssp
  GssapiConnectionBound On
  Require valid-user
</Directory>
CONF
  printf '#!/bin/sh\necho "Content-Type: text/plain"\necho\necho "$REMOTE_USER $REQUEST_METHOD $CONTENT_LENGTH"\ncat\n' >"$work/echo"
  chmod 755 "$work/echo" "$work/www"
  NTLM_USER_FILE="$work/users" apache2 -f "$work/apache.conf" -DFOREGROUND >"$work/apache.out" 2>&1 &
  started+=($!)
  if ! wait_for "$tls"; then cat "$work/apache.out" "$work/apache.log"; return 1; fi
  run_tests "Apache, mod_auth_gssapi, gss-ntlmssp" INTEROP_PLAIN="http://localhost:$plain" \
    INTEROP_TLS="https://localhost:$tls" INTEROP_TLS384="https://localhost:$tls384" \
    INTEROP_CA="$work/sha256.pem" INTEROP_CA384="$work/sha384.pem" INTEROP_SCHEMES="ntlm,negotiate" ||
    { tail -n 40 -q "$work/apache.log"; return 1; }
}

squid_samba() {
  local lacks plain origin
  lacks=$(missing squid ntlm_auth winbindd wbinfo smbpasswd)
  if [ -n "$lacks" ]; then echo "SKIPPED Squid and Samba: $lacks is not installed"; return; fi
  if [ "$(id -u)" != 0 ]; then echo "SKIPPED Squid and Samba: needs root, for a Samba of its own"; return; fi
  # Its clients look for winbindd in one place only.
  if wbinfo --ping >/dev/null 2>&1; then echo "SKIPPED Squid and Samba: a winbindd runs here already"; return; fi
  mkdir -p /run/samba/winbindd
  plain=$(free_port) origin=$(free_port)
  mkdir -p "$work/samba" "$work/cache"
  for folder in private lock state cache pid ncalrpc; do mkdir -p "$work/samba/$folder"; done
  chmod 755 "$work/samba"/*
  cat >"$work/smb.conf" <<CONF
[global]
  netbios name = $domain
  workgroup = $domain
  server role = standalone server
  passdb backend = tdbsam
  private dir = $work/samba/private
  lock directory = $work/samba/lock
  state directory = $work/samba/state
  cache directory = $work/samba/cache
  pid directory = $work/samba/pid
  ncalrpc dir = $work/samba/ncalrpc
  log file = $work/samba/%m.log
  ntlm auth = ntlmv2-only
  map to guest = never
  interfaces = lo
  bind interfaces only = yes
CONF
  if ! id "$account" >/dev/null 2>&1; then
    useradd --no-create-home --shell /usr/sbin/nologin "$account"
    made_user=1
  fi
  printf '%s\n%s\n' "$password" "$password" | smbpasswd -c "$work/smb.conf" -a -s "$account" >/dev/null
  winbindd --foreground --no-process-group --configfile="$work/smb.conf" >"$work/winbindd.out" 2>&1 &
  started+=($!)
  for _ in $(seq 100); do [ -e "$work/samba/state/winbindd_privileged/pipe" ] && break; sleep 0.1; done
  # The helper runs as Squid's user and needs winbindd's privileged pipe.
  chgrp proxy "$work/samba/state/winbindd_privileged"
  touch "$work/squid.log"; chown proxy "$work/squid.log" "$work/cache"; chmod 777 "$work"
  node -e '
    require("http").createServer((q, s) => { const c = []; q.on("data", (d) => c.push(d)); q.on("end", () => { s.setHeader("connection", "close");
      s.end(`user ${q.method} ${q.headers["content-length"] ?? ""}\n${Buffer.concat(c)}`); }); }).listen('"$origin"', "127.0.0.1")' &
  started+=($!)
  cat >"$work/squid.conf" <<CONF
http_port 127.0.0.1:$plain accel defaultsite=localhost no-vhost
cache_peer 127.0.0.1 parent $origin 0 no-query originserver name=origin
auth_param ntlm program /usr/bin/ntlm_auth --configfile=$work/smb.conf --helper-protocol=squid-2.5-ntlmssp
auth_param ntlm children 5 startup=1
acl known proxy_auth REQUIRED
acl open urlpath_regex ^/open$
http_access allow open
http_access allow known
http_access deny all
cache deny all
persistent_connection_after_error on
shutdown_lifetime 0 seconds
cache_effective_user proxy
pid_filename $work/squid.pid
cache_log $work/squid.log
access_log none
coredump_dir $work/cache
pinger_enable off
CONF
  squid -N -n "mlc$$" -f "$work/squid.conf" >"$work/squid.out" 2>&1 &
  started+=($!)
  if ! wait_for "$origin" || ! wait_for "$plain"; then cat "$work/squid.out" "$work/squid.log"; return 1; fi
  # Squid answers the very first request that it forwards with 502, while it gets to know its peer.
  node -e '
    (async () => { for (let i = 0; i < 50; i++) {
      const { status } = await fetch(process.argv[1]); if (status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 100)); } process.exit(1); })()' "http://localhost:$plain/open"
  run_tests "Squid, Samba ntlm_auth" INTEROP_PLAIN="http://localhost:$plain" INTEROP_SCHEMES="ntlm" ||
    { tail -n 40 -q "$work/squid.log" "$work/winbindd.out" "$work"/samba/*.log; return 1; }
}

failed=0
apache || failed=1
squid_samba || failed=1
[ $failed = 0 ] || exit 1
[ $ran = 1 ] || { echo "nothing could run"; exit 77; }
