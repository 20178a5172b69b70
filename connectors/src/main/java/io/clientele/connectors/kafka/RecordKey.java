package io.clientele.connectors.kafka;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The Kafka key of an element. */
@FunctionalInterface
public interface RecordKey<T> extends Serializable {

    /** The key's bytes, or null to spread records over the partitions. */
    byte @Nullable [] of(T element);
}
