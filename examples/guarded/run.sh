#!/usr/bin/env bash
# Shows each refusal of the build guards, and the way that is right. Succeeds if everything went as it says here.
set -euo pipefail
cd "$(dirname "$0")"

mkdir -p "${CARGO_TARGET_DIR:-../../target}/guarded"
CARGO_TARGET_DIR="$(cd "${CARGO_TARGET_DIR:-../../target}/guarded" && pwd)"
export CARGO_TARGET_DIR
unset MILIEU_BUILD SHOP_ENV SHOP_CONFIG_DIR
# the versions that milieu itself is built with
cp ../../Cargo.lock Cargo.lock
case "$(uname -s)" in MINGW* | MSYS* | CYGWIN*) exe=.exe ;; *) exe= ;; esac
shop="$CARGO_TARGET_DIR/release/shop$exe"
config="$PWD/shop/config"

say() { printf '\n== %s\n' "$*"; }

# shows the line with these words of a command that fails; stops if it does not
refused() {
  local words="$1" output
  shift
  printf '$ %s\n' "$*" | sed "s#$CARGO_TARGET_DIR#target#g"
  if output=$(env "$@" 2>&1); then
    printf '%s\nwas expected to fail\n' "$output"
    exit 1
  fi
  if ! grep -F -m 1 -- "$words" <<<"$output" | sed "s#$CARGO_TARGET_DIR#target#g"; then
    printf '%s\nwas expected to say: %s\n' "$output" "$words"
    exit 1
  fi
}

works() {
  printf '$ %s\n' "$*" | sed "s#$CARGO_TARGET_DIR#target#g"
  env "$@"
}

say "a class that does not exist does not compile"
refused "MILIEU_BUILD is neither" MILIEU_BUILD=deployabel cargo check -q -p shop

say "built with its siblings, the shop would have the tool's mock: cargo unites features over one command"
refused 'feature `mock` of `payments` is on' MILIEU_BUILD=deployable cargo build -q --release
refused "cargo tree -e features,no-dev -i payments" MILIEU_BUILD=deployable cargo build -q --release --bin shop

say "what is marked as development's alone is not there to be called"
refused "the item is gated here" MILIEU_BUILD=deployable cargo build -q --release -p shop --features demo

say "a deployable build without --release has debug assertions"
refused "debug assertions" MILIEU_BUILD=deployable cargo build -q -p shop

say "a development build works for its developers"
works cargo build -q --release
works SHOP_ENV=development SHOP_CONFIG_DIR="$config" "$shop"

say "... and starts neither in staging nor in production"
refused "[unguarded-build]" SHOP_ENV=staging SHOP_CONFIG_DIR="$config" "$shop"
refused "[unguarded-build]" SHOP_ENV=production SHOP_CONFIG_DIR="$config" "$shop"

say "... and is not shipped, for its class and for the mock in it"
refused "found a development build of shop 1.2.3" cargo run -q -p release-check -- "$shop"
refused "found the function payments::mock::charge" cargo run -q -p release-check -- "$shop"

say "the right way: built alone, looked at, started"
works MILIEU_BUILD=deployable cargo build -q --release -p shop
works cargo run -q -p release-check -- "$shop"
works SHOP_ENV=production SHOP_CONFIG_DIR="$config" "$shop"

say "cargo does not start it as production, not even this one"
refused "[launched-by-cargo]" MILIEU_BUILD=deployable SHOP_ENV=production SHOP_CONFIG_DIR="$config" \
  cargo run -q --release -p shop

say "a later test run leaves another program in its place, which the last look finds"
works cargo test -q --release -p shop --test starts >/dev/null
refused "found a development build of shop 1.2.3" cargo run -q -p release-check -- "$shop"

say "all went as it says"
