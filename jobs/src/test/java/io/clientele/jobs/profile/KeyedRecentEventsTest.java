package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.behaviour.RecentEvents;
import io.clientele.jobs.state.KeyedStates;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether an event was there before, however many of its key were. */
class KeyedRecentEventsTest {
    private static final int HORIZON = 30_000;

    @Test
    void anEventIsNewOnceWithinTheHorizonAlsoOfAKeyThatNeverRests() throws Exception {
        Random random = new Random(4);
        Map<String, Integer> known = new HashMap<>();
        Life life = new Life(null);
        for (int time = 0; time < 100_000; time++) {
            if (time == 50_000) {
                life = new Life(life.end());
            }
            String key = random.nextInt(5) == 0 ? "person" + random.nextInt(200) : "robot";
            String event = key + "-" + (time - random.nextInt(Math.min(time, HORIZON / 2) + 1));
            boolean isNew = known.putIfAbsent(event, time) == null;

            assertThat(life.remembers(key, event, time))
                    .as("%s at %d", event, time)
                    .isEqualTo(isNew);
        }
        assertThat(life.largestPartOf("robot")).isBetween(1, KeyedRecentEvents.MOST_IN_A_PART);
        assertThat(life.largestPartOf("person1")).as("one value").isZero();
        life.end();
    }

    @Test
    void whatARobotDidBeforeALongRestIsNotInTheWayOfWhatItDoesAfterwards() throws Exception {
        Random random = new Random(5);
        Map<String, Integer> known = new HashMap<>();
        Life life = new Life(null);
        for (int day = 0; day < 3; day++) {
            for (int time = day * 4 * HORIZON; time < day * 4 * HORIZON + 3_000; time++) {
                if (time == 4 * HORIZON + 1_500) {
                    life = new Life(life.end());
                }
                String event = "robot-" + day + "-" + random.nextInt(2_000);
                boolean isNew = known.putIfAbsent(event, time) == null;

                assertThat(life.remembers("robot", event, time))
                        .as("%s at %d", event, time)
                        .isEqualTo(isNew);
            }
        }
        assertThat(life.largestPartOf("robot")).isBetween(1, KeyedRecentEvents.MOST_IN_A_PART);
        life.end();
    }

    private record Event(String key, String id, long time) {}

    private static final class Remembering extends KeyedProcessFunction<String, Event, Boolean> {
        private static final long serialVersionUID = 1L;

        private transient KeyedRecentEvents recent;
        private transient ValueState<Long> newest;

        @Override
        public void open(OpenContext context) {
            newest = KeyedStates.value(getRuntimeContext(), "newest", Long.class);
            recent = new KeyedRecentEvents(getRuntimeContext(), Duration.ofDays(8));
        }

        @Override
        public void processElement(Event event, Context context, Collector<Boolean> isNew) throws Exception {
            @Nullable Long last = newest.value();
            long lastSeenAt = last == null ? Long.MIN_VALUE : last;
            isNew.collect(recent.remember(event.id(), event.time(), event.time() - HORIZON, lastSeenAt));
            recent.store();
            newest.update(Math.max(lastSeenAt, event.time()));
        }
    }

    /** One life of the operator. */
    private static final class Life {
        private final KeyedProcessOperator<String, Event, Boolean> operator =
                new KeyedProcessOperator<>(new Remembering());
        private final KeyedOneInputStreamOperatorTestHarness<String, Event, Boolean> harness;

        Life(@Nullable OperatorSubtaskState state) throws Exception {
            harness = new KeyedOneInputStreamOperatorTestHarness<>(operator, Event::key, Types.STRING);
            harness.setup(
                    Types.BOOLEAN.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
            if (state != null) {
                harness.initializeState(state);
            }
            harness.open();
        }

        OperatorSubtaskState end() throws Exception {
            OperatorSubtaskState state = harness.snapshot(1, 1);
            harness.close();
            return state;
        }

        boolean remembers(String key, String event, long time) throws Exception {
            harness.processElement(new Event(key, event, time), time);
            boolean isNew = harness.extractOutputValues().get(0);
            harness.getOutput().clear();
            return isNew;
        }

        int largestPartOf(String key) throws Exception {
            operator.setCurrentKey(key);
            int largest = 0;
            for (RecentEvents part : operator.getKeyedStateBackend()
                    .getPartitionedState(
                            VoidNamespace.INSTANCE,
                            VoidNamespaceSerializer.INSTANCE,
                            new MapStateDescriptor<>("recent-parts", Types.INT, TypeInformation.of(RecentEvents.class)))
                    .values()) {
                largest = Math.max(largest, part.size());
            }
            return largest;
        }
    }
}
