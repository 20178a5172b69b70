package io.clientele.connectors.kafka;

import static io.clientele.connectors.kafka.TestEvents.NOON;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness declares that closing may be interrupted
class SplitRecordsTest {
    private static final ReceivedEvent EVENT =
            new ReceivedEvent("orders", 0, 1, 0, 1, new byte[] {1}, 0, "e-1", EventIdentifiers.NONE);

    @Test
    void eventsGoOnDeadLettersAsideHeartbeatsNowhere() throws Exception {
        DeadLetter dead = DeadLetter.of(EVENT, RejectionReason.UNDECODABLE, "noise", "job");
        try (OneInputStreamOperatorTestHarness<PolledRecord, ReceivedEvent> split =
                ProcessFunctionTestHarnesses.forProcessFunction(new SplitRecords())) {
            split.processElement(PolledRecord.of(EVENT), 1);
            split.processElement(PolledRecord.of(dead), 2);
            split.processElement(PolledRecord.heartbeat(NOON.toEpochMilli()), 3);

            assertThat(split.extractOutputValues())
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactly(EVENT);
            assertThat(requireNonNull(split.getSideOutput(SplitRecords.REJECTED)))
                    .extracting(StreamRecord::getValue)
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactly(dead);
        }
    }
}
