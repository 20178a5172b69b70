package io.clientele.jobs.state;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Passes everything on but the word that its input is idle. It belongs behind every operator with an exchange before and another one
 * behind it. When all readers have been silent and one speaks again, the subtasks of such an operator learn of it one after another; were
 * the last of them still taken for idle, nobody downstream would wait for what it has to tell, and event time would pass it by.
 *
 * <p>It holds back nobody: behind an exchange all subtasks have the event time of the same readers. No state.
 */
public final class StayActive<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {
    private static final long serialVersionUID = 1L;

    private StayActive() {}

    /**
     * What comes out of a stream, which stays active.
     *
     * @param uid the operator's uid, kebab-case, never to change
     */
    public static <T> SingleOutputStreamOperator<T> behind(DataStream<T> stream, String uid) {
        return stream.transform("Keep event time waiting for all", stream.getType(), new StayActive<T>())
                .uid(uid);
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        output.collect(element);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) {
        // active from the start on, and that it stays
    }
}
