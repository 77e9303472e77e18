#!/usr/bin/env bash
# Shows a framework that wraps milieu, and what a framework gets that takes the wrong build. Succeeds if all went as it says here.
set -euo pipefail
cd "$(dirname "$0")"

mkdir -p "${CARGO_TARGET_DIR:-../../target}/framework"
CARGO_TARGET_DIR="$(cd "${CARGO_TARGET_DIR:-../../target}/framework" && pwd)"
export CARGO_TARGET_DIR
unset MILIEU_BUILD SHOP_ENV SHOP_CONFIG_DIR STALL_ENV
# the versions that milieu itself is built with
cp ../../Cargo.lock Cargo.lock
case "$(uname -s)" in MINGW* | MSYS* | CYGWIN*) exe=.exe ;; *) exe= ;; esac
bin="$CARGO_TARGET_DIR/release"
config="$PWD/shop/config"

say() { printf '\n== %s\n' "$*"; }

# runs a command of which these words are expected, and whether it fails
expect() {
  local wanted="$1" words="$2" output status=works
  shift 2
  printf '$ %s\n' "$*" | sed "s#$CARGO_TARGET_DIR#target#g"
  output=$(env "$@" 2>&1) || status=fails
  if [ "$status" != "$wanted" ] || ! grep -F -m 1 -- "$words" <<<"$output" | sed "s#$CARGO_TARGET_DIR#target#g"; then
    printf '%s\nwas expected to say: %s (%s)\n' "$output" "$words" "$wanted"
    exit 1
  fi
}

say "an application of the framework has no dependency on milieu, and its tests look at every environment"
if grep -q milieu shop/Cargo.toml; then exit 1; fi
expect works "6 passed" cargo test -q -p shop --test settings

say "it runs in development, where cargo starts it"
expect works "framework: development on 127.0.0.1:8080" cargo run -q -p shop
expect works "SHOP_SERVER_SECRET_KEY" cargo run -q -p shop -- --help

say "the compiler holds its files against the types of both"
printf 'server.listne = "[::]:80"\n' >shop/config/preview.toml
trap 'printf "" >"$config/preview.toml"' EXIT
expect fails "server.<key 1>: is no key of this configuration (config/preview.toml:1:8); did you mean listen?" \
  cargo check -q -p shop
printf '' >shop/config/preview.toml
expect fails 'feature `demo` of `shop` is on' MILIEU_BUILD=deployable cargo check -q --release -p shop --features demo

say "a deployable build is the application's, and starts where the framework's environments say"
expect works "" MILIEU_BUILD=deployable cargo build -q --release -p shop -p stall
expect works '["shop"]' cargo run -q -p release-check -- shop "$bin/shop$exe"
expect works "framework: preview on" SHOP_ENV=preview SHOP_CONFIG_DIR="$config" \
  SHOP_SERVER_SECRET_KEY=an-example-key-which-is-no-secret-at-all "$bin/shop$exe"
expect fails "[launched-by-cargo]" MILIEU_BUILD=deployable SHOP_ENV=production SHOP_CONFIG_DIR="$config" \
  cargo run -q --release -p shop

say "a framework that takes its own build has the class right, since cargo tells all crates of one command the same"
expect works "production: prices are in EUR" STALL_ENV=production "$bin/stall$exe"
say "... is still not started by cargo, if the program is named like its package"
expect fails "[launched-by-cargo]" MILIEU_BUILD=deployable STALL_ENV=production cargo run -q --release -p stall
say "... and is not shipped: the look at the program finds the package"
expect fails "expected the package stall, found careless; name the program of that package, or let build!() expand in it" cargo run -q -p release-check -- stall "$bin/stall$exe"
say "... nor is its development build started"
expect works "" cargo build -q --release -p stall
expect fails "[unguarded-build]" STALL_ENV=production "$bin/stall$exe"

say "all went as it says"
