#!/usr/bin/env bash
# Builds the image and rolls it out to the Swarm stack `coop`, with no request lost.
#
#   ./deploy.sh                  the apps whose code differs from what runs
#   ./deploy.sh blog market      these
#   ./deploy.sh --all            all six; one that runs this very code already is left alone
#   ./deploy.sh --dry-run …      says what it would do
#   ./deploy.sh --at COMMIT …    brings the checkout to that commit first
#
# What is committed is built; settings come from _config/environment. Ends with 1 when an app does
# not become ready: Swarm has then gone back to what ran before.
set -euo pipefail

stack=coop
apps=(blog market cart events federation account)
# What every app is made of besides its own folder.
common=(Dockerfile .dockerignore package.json pnpm-lock.yaml pnpm-workspace.yaml migrations
  packages/shared)
# What the blog is made of besides: the editor that its edit page loads.
declare -A own=([blog]='packages/editor tsconfig.base.json')
patience=300 # seconds until a service must be ready

main() {
  local all='' dry_run='' at='' chosen=()
  while (($#)); do
    case $1 in
      --all) all=yes ;;
      --dry-run) dry_run=yes ;;
      --at)
        at=${2:-}
        [ "$at" ] || fail '--at needs a commit.'
        shift
        ;;
      *) is_app "$1" || fail "There is no app '$1'. The apps are: ${apps[*]}" && chosen+=("$1") ;;
    esac
    shift
  done
  [ "$all" ] && chosen=("${apps[@]}")

  cd "$(dirname "${BASH_SOURCE[0]}")"
  exec 9>"$(git rev-parse --git-dir)/deploy.lock"
  flock --nonblock 9 || fail 'Another deployment is running from this checkout.'
  [ -z "$at" ] || git checkout --quiet --detach "$at"
  read_settings
  choose_tags "${chosen[@]}"
  [ -z "$dry_run" ] || return 0
  build_missing
  roll_out
}

is_app() { [[ " ${apps[*]} " == *" $1 "* ]]; }

fail() {
  echo "$*" >&2
  exit 1
}

read_settings() {
  [ -f _config/environment ] || fail 'Copy _config/environment.example to _config/environment first.'
  set -a
  # shellcheck source=/dev/null
  . _config/environment
  set +a
  # Swarm asks for an image whenever a task starts, and takes its own when nobody answers: at once here,
  # after 20 s where Docker Hub cannot be reached.
  export IMAGE=${REGISTRY:-localhost:1}/rose-ash
  # Configs never change in a swarm: another content is another name.
  APP_CONFIG_HASH=$(hash_of <_config/app-config.yaml)
  CADDYFILE_HASH=$(hash_of <_config/Caddyfile)
  export APP_CONFIG_HASH CADDYFILE_HASH
  [ "$(docker info --format '{{.Swarm.LocalNodeState}}')" = active ] ||
    fail 'This Docker engine is in no swarm yet: docker swarm init'
}

hash_of() { sha256sum | cut -c1-12; }

# Says for every app which code it shall run: in <APP>_TAG for the stack, in `new` what is to be built.
declare -A new
choose_tags() {
  local app running wanted
  for app in "${apps[@]}"; do
    running=$(running_tag "$app") wanted=$(wanted_tag "$app")
    if [ "$running" = "$wanted" ]; then
      echo "$app: runs this code ($running)"
    elif [ -n "$running" ] && (($#)) && [[ " $* " != *" $app "* ]]; then
      echo "$app: stays at $running"
      wanted=$running
    else
      echo "$app: ${running:-nothing} → $wanted"
      new[$app]=$wanted
    fi
    export "${app^^}_TAG=$wanted"
  done
}

# Nothing when it runs from elsewhere: with another REGISTRY every image is to be put there first.
running_tag() {
  local image
  image=$(docker service inspect "${stack}_$1" \
    --format '{{.Spec.TaskTemplate.ContainerSpec.Image}}' 2>/dev/null) || return 0
  image=${image%@*}
  [ "${image%:*}" != "$IMAGE" ] || echo "${image##*:}"
}

# The app's name and a hash of all it is made of, tests left out: the same code has the same tag.
wanted_tag() {
  local more
  read -ra more <<<"${own[$1]:-}"
  echo "$1-$(git ls-tree -r HEAD -- "${common[@]}" "apps/$1" "${more[@]}" |
    grep -vE '\.test\.ts$|/testing/' | hash_of)"
}

# One build: the image is the same for all, and has a tag for each app that shall run it.
build_missing() {
  local app missing=() tags=()
  for app in "${!new[@]}"; do
    tags+=(--tag "$IMAGE:${new[$app]}")
    docker image inspect "$IMAGE:${new[$app]}" >/dev/null 2>&1 || missing+=("$app")
  done
  if ((${#missing[@]})); then
    local source
    source=$(mktemp --directory)
    git archive HEAD | tar --extract --directory "$source"
    # shellcheck disable=SC2086 # options are separated by blanks
    docker build ${BUILD_OPTIONS:-} "${tags[@]}" "$source"
    rm -r "$source"
  fi
  [ -z "${REGISTRY:-}" ] || for app in "${!new[@]}"; do docker push --quiet "$IMAGE:${new[$app]}"; done
}

roll_out() {
  local service failed=()
  declare -A before
  for service in $(docker stack services --quiet "$stack" 2>/dev/null); do
    before[$service]=$(task_of "$service")
  done
  # Without a registry there is none to ask which image a tag means.
  docker stack deploy --detach=true --prune --with-registry-auth \
    --resolve-image "$([ "${REGISTRY:-}" ] && echo always || echo never)" \
    --compose-file docker-compose.yml "$stack"
  for service in $(docker stack services --quiet "$stack"); do
    wait_for "$service" "${before[$service]:-}" || failed+=("$service")
  done
  ((${#failed[@]} == 0)) || fail 'Not everything is as it should be; see above.'
  echo 'Everything runs.'
}

task_of() { docker service inspect "$1" --format '{{json .Spec.TaskTemplate}}'; }

# `docker stack deploy` says nothing of a rollback, not even when it waits (docker/cli#6752). An update
# has ended well when it says so; a service that was not updated, when its replicas run.
wait_for() {
  local service=$1 earlier=$2 name state replicas end=$((SECONDS + patience))
  name=$(docker service inspect "$service" --format '{{.Spec.Name}}')
  while ((SECONDS < end)); do
    state=$(docker service inspect "$service" \
      --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}')
    case $state in
      paused | rollback_completed | rollback_paused) break ;;
      completed) echo "✓ $name" && return ;;
      '')
        replicas=$(docker service ls --filter "id=$service" --format '{{.Replicas}}')
        replicas=${replicas%% *}
        if [ -z "$earlier" ] || [ "$earlier" = "$(task_of "$service")" ]; then
          [ "${replicas%/*}" = "${replicas#*/}" ] && echo "✓ $name" && return
        fi
        ;;
    esac
    sleep 1
  done
  echo "✗ $name: ${state:-not ready after $patience s}"
  docker service ps "$service" --no-trunc --format '    {{.Image}} {{.CurrentState}} {{.Error}}' | head -3
  return 1
}

# On one line: --at may change this very file.
main "$@"; exit
