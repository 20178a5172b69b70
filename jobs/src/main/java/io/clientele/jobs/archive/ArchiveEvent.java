package io.clientele.jobs.archive;

import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.connectors.kafka.DeadLetter;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.RejectionReason;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.connectors.metrics.LineMetrics;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.state.KeyedStates;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.schemas.tables.LakeTables;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Emits each valid event once as a row on the side output of its topic, and what breaks its contract as a dead letter. Keyed by
 * event_id; an event is judged before its id is remembered, so that a corrected event under the same id is taken in. An event with an
 * identifier of an erased person is a dead letter that says where it was, and nothing else of it.
 *
 * <p>State per key: that the event has been archived. It dies when the retention has passed since (wall clock, since nothing in
 * event time says when a sender gives up repeating); a repetition after that is archived again. Late events are archived like all
 * others: nothing here waits for event time.
 */
final class ArchiveEvent extends KeyedBroadcastProcessFunction<String, ReceivedEvent, Erasure, DeadLetter> {
    private static final long serialVersionUID = 1L;

    private static final Map<String, OutputTag<RowData>> ROWS = EventContract.events().stream()
            .map(EventContract::topic)
            .collect(Collectors.toUnmodifiableMap(
                    topic -> topic,
                    topic -> new OutputTag<>("raw-" + topic, RowFactory.typeInformation(LakeTables.raw(topic)))));

    private final WriterSchemas schemas;
    private final ArchiveSettings settings;

    private transient ValueState<Boolean> archived;
    private transient Map<String, RawRow> rows;
    private transient EventRules rules;
    private transient Counter duplicates;
    private transient Map<RejectionReason, Counter> refused;

    @SuppressWarnings("NullAway.Init") // Flink opens the function before it uses it
    ArchiveEvent(WriterSchemas schemas, ArchiveSettings settings) {
        this.schemas = schemas;
        this.settings = settings;
    }

    /** The side output with the rows of a topic. */
    static OutputTag<RowData> rowsOf(String topic) {
        OutputTag<RowData> tag = ROWS.get(topic);
        if (tag == null) {
            throw new IllegalArgumentException("no event topic '" + topic + "'");
        }
        return tag;
    }

    @Override
    public void open(OpenContext openContext) {
        archived = KeyedStates.value(getRuntimeContext(), "archived", Boolean.class, settings.deduplicationRetention());
        rows = new HashMap<>();
        rules = new EventRules(settings.reportingCurrency());
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        duplicates = metrics.counter(LineMetrics.EVENTS_REPEATED);
        refused = new EnumMap<>(RejectionReason.class);
        for (RejectionReason reason : RejectionReason.values()) {
            refused.put(reason, LineMetrics.deadLetters(metrics, reason.code()));
        }
    }

    @Override
    public void processBroadcastElement(Erasure erasure, Context context, Collector<DeadLetter> out) throws Exception {
        Erasures.remember(erasure, context.getBroadcastState(Erasures.ERASED));
    }

    @Override
    public void processElement(ReceivedEvent event, ReadOnlyContext context, Collector<DeadLetter> out)
            throws Exception {
        RowData row;
        try {
            row = rawRow(event.topic()).of(event, context.getBroadcastState(Erasures.ERASED));
        } catch (UndecodableEvent wrong) {
            Objects.requireNonNull(refused.get(wrong.reason())).inc();
            if (wrong.reason() == RejectionReason.ERASED) {
                out.collect(DeadLetter.ofErased(event, ArchiveJob.NAME));
                return;
            }
            out.collect(DeadLetter.of(event, wrong.reason(), wrong.detail(), ArchiveJob.NAME));
            return;
        }
        if (archived.value() != null) {
            duplicates.inc();
            return;
        }
        archived.update(true);
        context.output(rowsOf(event.topic()), row);
    }

    private RawRow rawRow(String topic) {
        @Nullable RawRow known = rows.get(topic);
        if (known == null) {
            known = new RawRow(topic, schemas, rules);
            rows.put(topic, known);
        }
        return known;
    }
}
