package io.clientele.bench.throughput;

/** Where an engine keeps its state. */
public enum Store {
    /** It has none. */
    NONE,
    /** Java objects. */
    HEAP,
    /** RocksDB on a local disk. */
    ROCKSDB
}
