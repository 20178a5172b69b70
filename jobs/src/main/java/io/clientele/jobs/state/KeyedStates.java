package io.clientele.jobs.state;

import java.time.Duration;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Declares keyed state: every state of every job says here its name, its type and how long it may lie idle. */
public final class KeyedStates {

    private KeyedStates() {}

    /** A value per key that is kept for as long as the job lives. */
    public static <T> ValueState<T> value(RuntimeContext context, String name, Class<T> type) {
        return value(context, name, TypeInformation.of(type));
    }

    /** The same with a serializer of its own. */
    public static <T> ValueState<T> value(RuntimeContext context, String name, TypeInformation<T> type) {
        return context.getState(new ValueStateDescriptor<>(name, type));
    }

    /** A value per key that disappears when it was not written for so long (wall clock: a safety net). */
    public static <T> ValueState<T> value(RuntimeContext context, String name, Class<T> type, Duration idle) {
        ValueStateDescriptor<T> descriptor = new ValueStateDescriptor<>(name, TypeInformation.of(type));
        descriptor.enableTimeToLive(timeToLive(idle));
        return context.getState(descriptor);
    }

    /** A list per key that is kept for as long as the job lives; adding to it reads nothing. */
    public static <T> ListState<T> list(RuntimeContext context, String name, Class<T> type) {
        return context.getListState(new ListStateDescriptor<>(name, TypeInformation.of(type)));
    }

    /** A map per key that is kept for as long as the job lives. */
    public static <K, V> MapState<K, V> map(RuntimeContext context, String name, Class<K> key, Class<V> value) {
        return map(context, name, key, TypeInformation.of(value));
    }

    /** The same with a serializer of its own for the values. */
    public static <K, V> MapState<K, V> map(
            RuntimeContext context, String name, Class<K> key, TypeInformation<V> value) {
        return context.getMapState(new MapStateDescriptor<>(name, TypeInformation.of(key), value));
    }

    /** A map per key, an entry of which disappears when it was not written for so long (wall clock: a safety net). */
    public static <K, V> MapState<K, V> map(
            RuntimeContext context, String name, Class<K> key, Class<V> value, Duration idle) {
        MapStateDescriptor<K, V> descriptor =
                new MapStateDescriptor<>(name, TypeInformation.of(key), TypeInformation.of(value));
        descriptor.enableTimeToLive(timeToLive(idle));
        return context.getMapState(descriptor);
    }

    private static StateTtlConfig timeToLive(Duration idle) {
        return StateTtlConfig.newBuilder(idle)
                .cleanupInRocksdbCompactFilter(10_000)
                .build();
    }
}
