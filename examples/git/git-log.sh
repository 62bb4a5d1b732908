#!/bin/sh
# Prints the history of a git repository as the CSV that mapping.json reads: the repository is the account, its authors are the users.
# Author addresses are hashed before they leave this script. Usage: ./git-log.sh PATH-OF-REPOSITORY [NAME] > commits.csv
set -eu
repository=${1:?usage: git-log.sh PATH-OF-REPOSITORY [NAME]}
name=${2:-$(basename "$(cd "$repository" && pwd)")}
echo 'account_id,user_id,ts_epoch,author_tz,kind'
git -C "$repository" log --no-merges --date=format:%z --format='%ae%x09%at%x09%ad%x09%s' | while IFS="$(printf '\t')" read -r author at zone subject; do
  user=$(printf '%s' "$author" | tr '[:upper:]' '[:lower:]' | git hash-object --stdin | cut -c1-12)
  kind=$(printf '%s' "$subject" | sed -nE 's/^(feat|fix|docs|chore|refactor|perf|test|build|ci|style)(\([^)]*\))?!?:.*/\1/p')
  printf '%s,u%s,%s,%s,%s\n' "$name" "$user" "$at" "$zone" "${kind:-other}"
done
