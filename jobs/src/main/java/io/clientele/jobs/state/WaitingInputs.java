package io.clientele.jobs.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.TimerService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for keys with very much state, robots and tills: too much to be read and written for each input, which would cost the
 * square of them. The function takes them in by the bundle, when one of its timers fires: after a fifth of a second, and a second more
 * for every 100,000 parts of the state (wall clock: event time may stand still), or before event time moves on.
 *
 * <p>State per such key, until the bundle is taken: {@code waiting}, inputs in their order, and the two timers, {@code waiting-timer} and
 * {@code waiting-event-timer}. Whose state is large is known in memory alone; after a restart the first input, or bundle, of a key shows it. The log has a line for it.
 *
 * @param <T> an input
 */
public final class WaitingInputs<T> {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingInputs.class);

    /** Parts of a state that is large. */
    public static final int MANY = 1_000;

    /** How long something waits at least, in milliseconds, unless event time moves on. */
    public static final long SHORTEST_WAIT = 200;

    private static final int PARTS_PER_MILLISECOND = 100;

    private final ListState<T> waiting;
    private final ValueState<Long> timer;
    private final ValueState<Long> eventTimer;
    private final boolean isBeforeEventTime;
    private final RuntimeContext context;
    private final Map<String, Integer> large = new HashMap<>();

    /** @param isBeforeEventTime whether nothing may wait while event time moves on */
    public WaitingInputs(RuntimeContext context, Class<T> type, boolean isBeforeEventTime) {
        waiting = KeyedStates.list(context, "waiting", type);
        timer = KeyedStates.value(context, "waiting-timer", Long.class);
        eventTimer = KeyedStates.value(context, "waiting-event-timer", Long.class);
        this.isBeforeEventTime = isBeforeEventTime;
        this.context = context;
    }

    /** Takes notice of how many parts the key's state has. */
    public void learn(String key, int parts) {
        if (parts < MANY / 2) {
            large.remove(key);
        } else if (parts >= MANY && large.put(key, parts) == null) {
            KeyedLog.about(
                    context,
                    key,
                    () -> LOG.info(
                            "a large key: {} parts of state, its inputs are taken in by the bundle from now on",
                            parts));
        }
    }

    /** Whether what comes for the key is to wait. */
    public boolean isFor(String key) {
        return large.containsKey(key);
    }

    /** Keeps an input of the present key. */
    public void add(String key, T input, TimerService timers) throws Exception {
        waiting.add(input);
        if (timer.value() == null) {
            long time =
                    timers.currentProcessingTime() + SHORTEST_WAIT + large.getOrDefault(key, 0) / PARTS_PER_MILLISECOND;
            timers.registerProcessingTimeTimer(time);
            timer.update(time);
            if (isBeforeEventTime) {
                long next = timers.currentWatermark() + 1;
                timers.registerEventTimeTimer(next);
                eventTimer.update(next);
            }
        }
    }

    /** All that waits for the present key, which does not any more. */
    public List<T> take(TimerService timers) throws Exception {
        List<T> bundle = new ArrayList<>();
        waiting.get().forEach(bundle::add);
        if (!bundle.isEmpty()) {
            forget(timers);
        }
        return bundle;
    }

    /** Leaves nothing of the present key, nor a timer, which holds the key. */
    public void forget(TimerService timers) throws Exception {
        @Nullable Long pending = timer.value();
        if (pending != null) {
            timers.deleteProcessingTimeTimer(pending);
        }
        @Nullable Long pendingEvent = eventTimer.value();
        if (pendingEvent != null) {
            timers.deleteEventTimeTimer(pendingEvent);
        }
        timer.clear();
        eventTimer.clear();
        waiting.clear();
    }
}
