package io.clientele.stack.parts;

/** The ports of the stack, all on 127.0.0.1. Each is {@code ports.base} plus its offset unless {@code ports.<key>} says otherwise. */
public enum Port {
    TRINO("trino", 80),
    FLINK("flink", 81),
    REGISTRY("registry", 82),
    REGISTRY_MANAGEMENT("registry-management", 83),
    CATALOG("catalog", 84),
    OBJECT_STORE("object-store", 90),
    KAFKA("kafka", 92),
    KAFKA_CONTROLLER("kafka-controller", 93),
    FLINK_RPC("flink-rpc", 94),
    FLINK_BLOB("flink-blob", 95),
    TASKMANAGER_RPC("taskmanager-rpc", 96),
    TASKMANAGER_DATA("taskmanager-data", 97),
    FLINK_METRICS("flink-metrics", 98),
    TASKMANAGER_METRICS("taskmanager-metrics", 99);

    private final String key;
    private final int offset;

    Port(String key, int offset) {
        this.key = key;
        this.offset = offset;
    }

    /** The name of its setting. */
    public String setting() {
        return "ports." + key;
    }

    int offset() {
        return offset;
    }
}
