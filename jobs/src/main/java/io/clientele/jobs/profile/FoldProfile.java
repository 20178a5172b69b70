package io.clientele.jobs.profile;

import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.connectors.metrics.LineMetrics;
import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.PersonId;
import io.clientele.jobs.domain.behaviour.Activity;
import io.clientele.jobs.domain.behaviour.Contact;
import io.clientele.jobs.domain.orders.LedgerEntry;
import io.clientele.jobs.domain.orders.OrderEvent;
import io.clientele.jobs.domain.orders.OrderFacts;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.LateEvent;
import io.clientele.jobs.state.EventTimeReached;
import io.clientele.jobs.state.KeyedStates;
import io.clientele.jobs.state.WaitingInputs;
import io.clientele.schemas.IdentifierDigest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Folds a node's events into its profile and emits the profile when they have changed it, and when another node names it for the first
 * time: from then on it can become another person's. Of all that comes together it reads and writes the state once. To the side go
 * facts about identity ({@link #FACTS}: with whom the node was named, and since when it is there) and late events ({@link #LATE}).
 *
 * <p>State per node, kept as long as the job: {@code orders} (order → its facts) and those of {@link KeyedNodes} and
 * {@link NodeLinks}; the ids of events inside the de-duplication horizon ({@link KeyedRecentEvents}); and of a node with very many
 * orders, whose ledger is large, {@link WaitingInputs}. Orders and facts about identity are sets, so a repeated or late one is
 * always applied and exact; a click older than the horizon cannot be told from a repetition and is not counted.
 *
 * <p>A node that is ordered to forget drops all of its state and emits {@link NodeProfile#forgotten}. From then on, by the broadcast
 * state of {@link Erasures}, nothing that names an erased identifier is taken in. The order and the broadcast come by two ways; the
 * digests of orders that came first are kept in memory, since no checkpoint lies between the two.
 */
public final class FoldProfile extends KeyedBroadcastProcessFunction<String, NodeInputs, Erasure, NodeProfile>
        implements EventTimeReached.Keeper {

    /** Facts about identity, for the graph. */
    public static final OutputTag<NodeFact> FACTS =
            new OutputTag<>("identity-facts", TypeInformation.of(NodeFact.class));

    /** Events that came after event time had passed them by. */
    public static final OutputTag<LateEvent> LATE = new OutputTag<>("late-events", TypeInformation.of(LateEvent.class));

    private static final long MICROS_PER_MILLI = 1000;
    private static final String BEYOND_DEDUPLICATION = "beyond_deduplication";
    private static final String AFTER_BOUNDARY = "after_boundary";

    private final WriterSchemas schemas;
    private final String reportingCurrency;
    private final BusinessCalendar calendar;
    private final Duration horizon;
    private final EventTimeReached eventTime = new EventTimeReached();

    private transient ProfileEventReader reader;
    private transient MapState<String, OrderFacts> orders;
    private transient KeyedNodes nodes;
    private transient KeyedRecentEvents recent;
    private transient NodeLinks links;
    private transient WaitingInputs<NodeInput> waiting;

    private transient Counter refused;
    private transient Counter repeated;
    private transient Counter erased;
    private transient Map<String, Counter> late;
    private transient Set<String> orderedHere;

    FoldProfile(WriterSchemas schemas, ProfileSettings settings) {
        this.schemas = schemas;
        this.reportingCurrency = settings.reportingCurrency();
        this.calendar = settings.calendar();
        this.horizon = settings.deduplicationRetention();
    }

    @Override
    public EventTimeReached eventTime() {
        return eventTime;
    }

    @Override
    public void open(OpenContext context) {
        reader = new ProfileEventReader(schemas, reportingCurrency);
        var runtime = getRuntimeContext();
        orders = KeyedStates.map(runtime, "orders", String.class, OrderFactsSerializer.TYPE);
        nodes = new KeyedNodes(runtime);
        recent = new KeyedRecentEvents(runtime, horizon.multipliedBy(2));
        links = new NodeLinks(runtime);
        waiting = new WaitingInputs<>(runtime, NodeInput.class, true);
        refused = runtime.getMetricGroup().counter(LineMetrics.EVENTS_AGAINST_CONTRACT);
        repeated = runtime.getMetricGroup().counter(LineMetrics.EVENTS_REPEATED);
        erased = runtime.getMetricGroup().counter(LineMetrics.EVENTS_OF_ERASED);
        late = new HashMap<>();
        for (String reason : List.of(BEYOND_DEDUPLICATION, AFTER_BOUNDARY)) {
            late.put(reason, LineMetrics.lateEvents(runtime.getMetricGroup(), reason));
        }
        orderedHere = new HashSet<>();
    }

    @Override
    public void processBroadcastElement(Erasure erasure, Context context, Collector<NodeProfile> profiles)
            throws Exception {
        Erasures.remember(erasure, context.getBroadcastState(Erasures.ERASED));
        erasure.identifiers().forEach(identifier -> orderedHere.remove(identifier.digest()));
        if (erasure.isLift()) {
            // whoever is linked with them later must say so again; this goes through all links, but seldom
            Set<String> persons = erasure.identifiers().stream()
                    .map(identifier -> PersonId.ofDigest(identifier.digest()))
                    .collect(Collectors.toSet());
            context.applyToKeyedState(NodeLinks.LINKS, (node, links) -> NodeLinks.forgetOthers(links, persons));
        }
    }

    @Override
    public void processElement(NodeInputs inputs, ReadOnlyContext context, Collector<NodeProfile> profiles)
            throws Exception {
        ReadOnlyBroadcastState<String, Long> known = context.getBroadcastState(Erasures.ERASED);
        boolean isNodeErased = isErased(List.of(inputs.node()), known);
        List<NodeInput> bundle = new ArrayList<>(inputs.inputs().size());
        for (NodeInput input : inputs.inputs()) {
            if (input.isErasure()) {
                forget(input, known, context, profiles);
                bundle.clear();
            } else if (isNodeErased || isErased(input.others(), known)) {
                erased.inc();
            } else if (waiting.isFor(inputs.node())) {
                waiting.add(inputs.node(), input, context.timerService());
            } else {
                bundle.add(input);
            }
        }
        fold(bundle, eventTime.watermark(context.timerService()), context, profiles);
    }

    /** Takes in what has waited, before event time moves on. */
    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<NodeProfile> profiles) throws Exception {
        long watermark = context.timeDomain() == TimeDomain.EVENT_TIME
                ? eventTime.atLeast(timestamp - 1)
                : eventTime.watermark(context.timerService());
        fold(waiting.take(context.timerService()), watermark, context, profiles);
    }

    private void fold(List<NodeInput> bundle, long watermark, ReadOnlyContext context, Collector<NodeProfile> profiles)
            throws Exception {
        if (bundle.isEmpty()) {
            return;
        }
        NodeState begun = nodes.known();
        List<LedgerEntry> changes = new ArrayList<>();
        @Nullable NodeInput cause = null;
        for (NodeInput input : bundle) {
            boolean isNews = input.event() == null
                    ? isFirstNotice(input, context)
                    : isChange(input, input.event(), watermark, changes, context);
            cause = isNews ? input : cause;
        }
        if (cause != null) {
            NodeState node = nodes.known();
            if (!changes.isEmpty()) {
                node = node.with(node.ledger().plus(changes));
                nodes.update(node);
            }
            NodeIdentity linked = node.identity();
            waiting.learn(cause.node(), node.ledger().size());
            profiles.collect(new NodeProfile(
                    cause.node(),
                    node.activity(),
                    node.ledger(),
                    linked.isLinked(),
                    aloneSince(begun),
                    linked.factsSent(),
                    cause.at()));
        }
        store();
    }

    /** Of a node that was told of before, and not linked. */
    private static @Nullable Long aloneSince(NodeState node) {
        return node.identity().isLinked() || !node.activity().isSeen()
                ? null
                : (Long) node.activity().firstSeenAt();
    }

    private boolean isFirstNotice(NodeInput notice, ReadOnlyContext context) throws Exception {
        NodeState before = nodes.known();
        NodeIdentity linked = NodeLinks.noticed(
                before.identity(), notice, before.activity().firstSeenAt(), fact -> context.output(FACTS, fact));
        if (!linked.equals(before.identity())) {
            nodes.update(before.with(linked));
        }
        return !before.identity().isLinked();
    }

    private boolean isChange(
            NodeInput input, ReceivedEvent received, long watermark, List<LedgerEntry> changes, ReadOnlyContext context)
            throws Exception {
        ProfileEvent event = reader.read(received);
        if (event == null) {
            refused.inc();
            return false;
        }
        NodeState before = nodes.known();
        Activity active = before.activity();
        NodeIdentity linked = before.identity();
        if (!input.others().isEmpty()) {
            linked = links.observed(
                    linked, input, event.says(), active.firstSeenAt(), fact -> context.output(FACTS, fact));
        }
        boolean isLinkNews = linked.factsSent() > before.identity().factsSent();
        @Nullable Activity changed = fold(before, event, received, watermark, changes, context);
        if (changed != null && changed.firstSeenAt() < active.firstSeenAt()) {
            linked = NodeLinks.seenEarlier(linked, input, changed.firstSeenAt(), fact -> context.output(FACTS, fact));
        }
        if (changed != null || !linked.equals(before.identity())) {
            NodeState now = before.with(changed == null ? active : changed).with(linked);
            nodes.update(changed != null && event.order() == null ? now.remembering(input.at()) : now);
        }
        return changed != null || isLinkNews;
    }

    private void store() throws IOException {
        nodes.store();
        recent.store();
    }

    private void forget(
            NodeInput order,
            ReadOnlyBroadcastState<String, Long> known,
            ReadOnlyContext context,
            Collector<NodeProfile> profiles)
            throws Exception {
        String digest = IdentifierDigest.ofText(order.node());
        if (!known.contains(digest)) {
            orderedHere.add(digest);
        }
        orders.clear();
        nodes.clear();
        recent.clear();
        recent.store();
        links.clear();
        waiting.forget(context.timerService());
        waiting.learn(order.node(), 0);
        profiles.collect(NodeProfile.forgotten(order.node(), order.at()));
    }

    private boolean isErased(List<String> named, ReadOnlyBroadcastState<String, Long> known) throws Exception {
        return Erasures.isAnyErased(named, known)
                || (!orderedHere.isEmpty()
                        && named.stream().anyMatch(each -> orderedHere.contains(IdentifierDigest.ofText(each))));
    }

    /** What the event makes of the node's activity; null when it says nothing new. */
    private @Nullable Activity fold(
            NodeState before,
            ProfileEvent event,
            ReceivedEvent received,
            long watermark,
            List<LedgerEntry> changes,
            ReadOnlyContext context)
            throws Exception {
        Contact contact = event.contact();
        boolean isNew = contact != null
                && (event.order() == null
                        ? isNewClick(event, received, before.rememberedAt(), watermark, context)
                        : apply(event, received, watermark, changes, context));
        if (contact == null || !isNew) {
            return null;
        }
        return event.order() == null
                ? before.activity().counted(contact, calendar.hourOf(received.eventTimeMicros()))
                : before.activity().seen(contact);
    }

    /** A click counts once, while its id is remembered. */
    private boolean isNewClick(
            ProfileEvent event, ReceivedEvent received, long rememberedAt, long watermark, ReadOnlyContext context)
            throws Exception {
        long oldest =
                watermark == Long.MIN_VALUE ? Long.MIN_VALUE : (watermark - horizon.toMillis()) * MICROS_PER_MILLI;
        if (received.eventTimeMicros() < oldest) {
            late(event, received, watermark, context, BEYOND_DEDUPLICATION);
            return false;
        }
        boolean isNew = recent.remember(received.eventId(), received.eventTimeMicros(), oldest, rememberedAt);
        if (!isNew) {
            repeated.inc();
        }
        return isNew;
    }

    /** A fact about an order, known or new; what it changes is the difference between the order's two timelines. */
    private boolean apply(
            ProfileEvent event,
            ReceivedEvent received,
            long watermark,
            List<LedgerEntry> changes,
            ReadOnlyContext context)
            throws Exception {
        String orderKey = Objects.requireNonNull(event.orderKey());
        OrderEvent order = Objects.requireNonNull(event.order());
        @Nullable OrderFacts known = orders.get(orderKey);
        OrderFacts before = known == null ? OrderFacts.none() : known;
        OrderFacts after = before.with(order);
        if (after.equals(before)) {
            repeated.inc();
            return false;
        }
        int reached = calendar.dayReached(watermark);
        if (calendar.dayOf(received.eventTimeMicros()) < reached) {
            late(event, received, watermark, context, AFTER_BOUNDARY);
        }
        orders.put(orderKey, after);
        changes.addAll(OrderLedger.changes(before.timeline(calendar), after.timeline(calendar)));
        return true;
    }

    private void late(
            ProfileEvent event, ReceivedEvent received, long watermark, ReadOnlyContext context, String reason) {
        Objects.requireNonNull(late.get(reason)).inc();
        context.output(
                LATE,
                new LateEvent(
                        received.topic(),
                        received.partition(),
                        received.offset(),
                        received.eventId(),
                        event.eventName(),
                        received.eventTimeMicros(),
                        watermark,
                        reason));
    }
}
