package io.clientele.jobs.state;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.streaming.api.TimerService;
import org.jspecify.annotations.Nullable;

/**
 * Event time as a function had reached it, also right after a restart. Flink restores timers but no watermark: until every partition
 * has told its time again, which a silent one does only once it counts as idle, there is none, and whoever asks for it takes the
 * past for days to come.
 *
 * <p>Operator state {@code event-time-reached}: the watermark at the barrier, of each subtask that has asked for it. Behind a keyed exchange
 * it is the same in all of them, so the greatest is everybody's. The end of a drained job is no time to go on from.
 */
public final class EventTimeReached {

    private static final ListStateDescriptor<Long> DESCRIPTOR =
            new ListStateDescriptor<>("event-time-reached", Types.LONG);

    private final ListState<Long> stored;
    private final long restored;
    private @Nullable TimerService timers;

    private EventTimeReached(ListState<Long> stored, long restored) {
        this.stored = stored;
        this.restored = restored;
    }

    /** What the restored checkpoint says; the time before all time without one. */
    public static EventTimeReached of(FunctionInitializationContext context) throws Exception {
        ListState<Long> stored = context.getOperatorStateStore().getUnionListState(DESCRIPTOR);
        long reached = Long.MIN_VALUE;
        for (long ofSubtask : stored.get()) {
            if (ofSubtask < Long.MAX_VALUE) {
                reached = Math.max(reached, ofSubtask);
            }
        }
        return new EventTimeReached(stored, reached);
    }

    /** The present watermark, in epoch milliseconds; the restored one while there is none. */
    public long watermark(TimerService present) {
        timers = present;
        return atLeast(present.currentWatermark());
    }

    /** The given watermark, or the restored one if that is later. */
    public long atLeast(long watermark) {
        return Math.max(restored, watermark);
    }

    /** To be called when the function's state is stored. */
    public void store() throws Exception {
        stored.update(List.of(timers == null ? restored : watermark(timers)));
    }
}
