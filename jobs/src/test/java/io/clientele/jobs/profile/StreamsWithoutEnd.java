package io.clientele.jobs.profile;

import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Sources of a job that ends, whose event time does not: the end of a bounded stream moves event time for everybody, also past what other
 * streams that are silent just then have yet to say, which a topic never does.
 */
final class StreamsWithoutEnd {

    private StreamsWithoutEnd() {}

    /** Elements without event time, as those of the topic of erasures. */
    static <T> DataStream<T> idle(StreamExecutionEnvironment env, T element, TypeInformation<T> type) {
        return env.fromData(List.of(element), type).transform("Idle", type, new Source<T>(true));
    }

    /** All elements by the first of as many readers as the job is wide; the others have nothing and are idle. */
    static <T> DataStream<T> readByOne(
            StreamExecutionEnvironment env, List<T> elements, TypeInformation<T> type, WatermarkStrategy<T> strategy) {
        return env.fromData(elements, type)
                .assignTimestampsAndWatermarks(strategy)
                .global()
                .transform("Read", type, new Source<T>(false));
    }

    private static final class Source<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {
        private static final long serialVersionUID = 1L;

        private final boolean isTimeless;

        Source(boolean isTimeless) {
            this.isTimeless = isTimeless;
        }

        @Override
        public void open() throws Exception {
            super.open();
            if (!isFirst()) {
                output.emitWatermarkStatus(WatermarkStatus.IDLE);
            }
        }

        private boolean isFirst() {
            return !isTimeless && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
        }

        @Override
        public void processElement(StreamRecord<T> element) {
            output.collect(element);
        }

        @Override
        public void processWatermark(Watermark mark) throws Exception {
            if (isFirst() && mark.getTimestamp() < Long.MAX_VALUE) {
                super.processWatermark(mark);
            }
        }

        @Override
        public void processWatermarkStatus(WatermarkStatus status) throws Exception {
            if (isFirst()) {
                super.processWatermarkStatus(status);
            }
        }
    }
}
