#!/usr/bin/env bash
# Creates the topics that are not there yet: create-topics.sh BOOTSTRAP_SERVER
set -euo pipefail
bootstrap="$1"

create() { # name, partitions, largest record in bytes
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$bootstrap" --create --if-not-exists --topic "$1" --partitions "$2" \
    --config "max.message.bytes=$3" --config retention.ms=-1
}

for topic in clickstream orders customers interactions support feedback catalog; do
  create "$topic" 4 8388608
done
create dead-letters 1 16777216
create segment-changes 1 8388608
create rfm-thresholds 1 8388608
