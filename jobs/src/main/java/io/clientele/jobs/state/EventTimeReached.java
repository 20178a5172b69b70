package io.clientele.jobs.state;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.jspecify.annotations.Nullable;

/**
 * Event time as a function had reached it, also right after a restart. Flink restores timers but no watermark: until every partition
 * has told its time again, which a silent one does only once it counts as idle, there is none, and whoever asks for it takes the
 * past for days to come.
 *
 * <p>Operator state {@code event-time-reached}: the watermark at the barrier, of each subtask that has asked for it. Behind a keyed exchange
 * it is the same in all of them, so the greatest is everybody's. The end of a drained job is no time to go on from.
 */
public final class EventTimeReached implements Serializable {

    /** A function that asks what time it is, and keeps the answer in its checkpoints. */
    public interface Keeper extends CheckpointedFunction {

        /** The one that the function asks. */
        EventTimeReached eventTime();

        @Override
        default void initializeState(FunctionInitializationContext context) throws Exception {
            eventTime().restore(context);
        }

        @Override
        default void snapshotState(FunctionSnapshotContext context) throws Exception {
            eventTime().store();
        }
    }

    private static final long serialVersionUID = 1L;

    private static final ListStateDescriptor<Long> DESCRIPTOR =
            new ListStateDescriptor<>("event-time-reached", Types.LONG);

    private transient @Nullable ListState<Long> stored;
    private transient @Nullable TimerService timers;
    private long restored = Long.MIN_VALUE;

    /** The present watermark, in epoch milliseconds; the restored one while there is none. */
    public long watermark(TimerService present) {
        timers = present;
        return atLeast(present.currentWatermark());
    }

    /** The given watermark, or the restored one if that is later. */
    public long atLeast(long watermark) {
        return Math.max(restored, watermark);
    }

    private void restore(FunctionInitializationContext context) throws Exception {
        ListState<Long> state = context.getOperatorStateStore().getUnionListState(DESCRIPTOR);
        for (long ofSubtask : state.get()) {
            if (ofSubtask < Long.MAX_VALUE) {
                restored = Math.max(restored, ofSubtask);
            }
        }
        stored = state;
    }

    private void store() throws Exception {
        if (stored != null) {
            stored.update(List.of(timers == null ? restored : watermark(timers)));
        }
    }
}
