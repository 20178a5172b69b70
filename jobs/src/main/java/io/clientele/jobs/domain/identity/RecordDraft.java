package io.clientele.jobs.domain.identity;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records of one kind as one fact leaves them: each is read from the store at most once and written at most once. */
final class RecordDraft<T> {

    private final Function<String, @Nullable T> store;
    private final Map<String, @Nullable T> before = new HashMap<>();
    private final Map<String, @Nullable T> after = new LinkedHashMap<>();

    RecordDraft(Function<String, @Nullable T> store) {
        this.store = store;
    }

    @Nullable
    T get(String key) {
        return after.containsKey(key) ? after.get(key) : before(key);
    }

    /** What the store holds. */
    @Nullable
    T before(String key) {
        if (!before.containsKey(key)) {
            before.put(key, store.apply(key));
        }
        return before.get(key);
    }

    void put(String key, T value) {
        after.put(key, value);
    }

    void remove(String key) {
        after.put(key, null);
    }

    /** The keys that were written or removed, in order. */
    Iterable<String> touched() {
        return after.keySet();
    }

    void save(BiConsumer<String, T> put, Consumer<String> remove) {
        after.forEach((key, value) -> {
            if (value != null) {
                put.accept(key, value);
            } else {
                remove.accept(key);
            }
        });
    }
}
