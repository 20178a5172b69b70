package io.clientele.jobs.state;

import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * A value per key that is read at most once and written at most once for a bundle of a key's inputs. Whoever uses it calls
 * {@link #store} before the key changes.
 */
public final class BundledValue<T> implements ValueState<T> {
    private final ValueState<T> state;
    private @Nullable T value;
    private boolean isRead;
    private boolean isChanged;

    /** A bundled view of a state. */
    public BundledValue(ValueState<T> state) {
        this.state = state;
    }

    @Override
    public @Nullable T value() throws IOException {
        if (!isRead) {
            value = state.value();
            isRead = true;
        }
        return value;
    }

    /** Takes this for the value, which so need not be read: whoever says it knows. What has changed stays so. */
    public void assume(@Nullable T known) {
        if (isChanged) {
            return;
        }
        value = known;
        isRead = true;
    }

    @Override
    public void update(@Nullable T newest) {
        value = newest;
        isRead = true;
        isChanged = true;
    }

    @Override
    public void clear() {
        update(null);
    }

    /** Writes what has changed; the next bundle reads anew. */
    public void store() throws IOException {
        if (isChanged) {
            if (value == null) {
                state.clear();
            } else {
                state.update(value);
            }
        }
        value = null;
        isRead = false;
        isChanged = false;
    }
}
