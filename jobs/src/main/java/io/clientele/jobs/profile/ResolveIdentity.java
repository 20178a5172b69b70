package io.clientele.jobs.profile;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentifierState;
import io.clientele.jobs.domain.identity.IdentityChange;
import io.clientele.jobs.domain.identity.IdentityGraph;
import io.clientele.jobs.domain.identity.IdentityLogEntry;
import io.clientele.jobs.domain.identity.IdentityRules;
import io.clientele.jobs.domain.identity.PointerChange;
import io.clientele.jobs.erasure.ErasedIdentifier;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.state.EventTimeReached;
import io.clientele.jobs.state.KeyedStates;
import io.clientele.schemas.IdentifierDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The identity graph: takes in each fact as soon as both nodes that it names have told since when they are there, emits whose a
 * node is when that changed, and an answer to the node that told the fact. The history goes to the side ({@link #LOG}).
 *
 * <p>An order to forget takes all identifiers of the person out of the graph at once, so that nobody is made of what is left in between;
 * each of them is told so once. Facts that name an erased identifier are answered, since their node waits, and change nothing.
 *
 * <p>Who is who at the end of a business day follows from the facts up to that day, whatever is known of later ones: what joins or parts on a day
 * that event time has not reached is held until it has, and its node gets a preliminary answer. Since when an identifier is there is known at once,
 * since facts of earlier days may wait for it; that alone names nobody anew before its day. News say from the end of which day on
 * they count, so that two persons between whom a node moves agree on the day. What comes late changes what it must.
 *
 * <p>One key holds the whole graph, since any link may join any two persons; only new facts come here, so it is idle most of the
 * time. State, kept as long as the job: the records of {@link KeyedIdentityStore}, {@code reported} (identifier → since when it is
 * there), {@code waiting} (identifier → the facts that wait for its report) and {@code erased-identifiers} (digest → when it was
 * requested); and until their day comes, {@code held} (day and number → fact) and {@code held-of-day} (day → facts, with a timer each).
 */
final class ResolveIdentity extends KeyedCoProcessFunction<Integer, NodeFact, Erasure, IdentityNews>
        implements EventTimeReached.Keeper {

    /** What happened to identifiers. */
    static final OutputTag<IdentityLogEntry> LOG =
            new OutputTag<>("identity-log", TypeInformation.of(IdentityLogEntry.class));

    private final IdentityRules rules;
    private final BusinessCalendar calendar;
    private final EventTimeReached eventTime = new EventTimeReached();

    private transient KeyedIdentityStore store;
    private transient IdentityGraph graph;
    private transient MapState<String, NodeFact> reported;
    private transient MapState<String, WaitingFacts> waiting;
    private transient MapState<String, Long> erased;
    private transient MapState<Long, NodeFact> held;
    private transient MapState<Integer, Integer> heldOfDay;

    @SuppressWarnings("NullAway.Init") // Flink opens the function before it uses it
    ResolveIdentity(IdentityRules rules, BusinessCalendar calendar) {
        this.rules = rules;
        this.calendar = calendar;
    }

    @Override
    public EventTimeReached eventTime() {
        return eventTime;
    }

    @Override
    public void open(OpenContext context) {
        store = new KeyedIdentityStore(getRuntimeContext());
        graph = new IdentityGraph(store, rules);
        reported = KeyedStates.map(getRuntimeContext(), "reported", String.class, NodeFact.class);
        waiting = KeyedStates.map(getRuntimeContext(), "waiting", String.class, WaitingFacts.class);
        erased = KeyedStates.map(getRuntimeContext(), "erased-identifiers", String.class, Long.class);
        held = KeyedStates.map(getRuntimeContext(), "held", Long.class, NodeFact.class);
        heldOfDay = KeyedStates.map(getRuntimeContext(), "held-of-day", Integer.class, Integer.class);
    }

    @Override
    public void processElement2(Erasure erasure, Context context, Collector<IdentityNews> news) throws Exception {
        for (ErasedIdentifier identifier : erasure.identifiers()) {
            if (erasure.isLift()) {
                erased.remove(identifier.digest());
            } else {
                erased.put(identifier.digest(), erasure.requestedAt());
            }
        }
        List<String> nodes = erasure.toForget();
        if (!nodes.isEmpty()) {
            emit(
                    graph.forget(
                            nodes.stream().map(Identifier::parse).collect(Collectors.toSet()),
                            erasure.requestedAt(),
                            erasure.requestId()),
                    erasure.requestedAt(),
                    dayReached(context),
                    context,
                    news);
            forgetUnjudged(Set.copyOf(nodes), context, news);
            for (String node : nodes) {
                reported.remove(node);
                news.collect(IdentityNews.forgotten(node, erasure.requestedAt()));
            }
        }
    }

    /** Facts that can never be judged: whoever told one of them waits for an answer. */
    private void forgetUnjudged(Set<String> nodes, Context context, Collector<IdentityNews> news) throws Exception {
        Map<String, List<NodeFact>> kept = new HashMap<>();
        List<NodeFact> dropped = new ArrayList<>();
        for (Map.Entry<String, WaitingFacts> entry : waiting.entries()) {
            for (NodeFact fact : entry.getValue().facts()) {
                if (nodes.contains(fact.node()) || nodes.contains(fact.other())) {
                    dropped.add(fact);
                } else {
                    kept.computeIfAbsent(entry.getKey(), none -> new ArrayList<>())
                            .add(fact);
                }
            }
        }
        if (!dropped.isEmpty()) {
            waiting.clear();
            for (Map.Entry<String, List<NodeFact>> entry : kept.entrySet()) {
                waiting.put(entry.getKey(), new WaitingFacts(entry.getValue()));
            }
            for (NodeFact fact : dropped) {
                if (!nodes.contains(fact.node())) {
                    answer(fact, dayReached(context), news);
                }
            }
        }
        List<Long> places = new ArrayList<>();
        for (Map.Entry<Long, NodeFact> entry : held.entries()) {
            if (nodes.contains(entry.getValue().node())
                    || nodes.contains(entry.getValue().other())) {
                places.add(entry.getKey());
            }
        }
        for (long place : places) {
            held.remove(place);
        }
    }

    @Override
    public void processElement1(NodeFact fact, Context context, Collector<IdentityNews> news) throws Exception {
        if (isErased(fact.node())) {
            return;
        }
        int reached = dayReached(context);
        if (!fact.isSeen() && isErased(fact.other())) {
            answer(fact, reached, news);
            return;
        }
        int day = calendar.dayOf(fact.at());
        if (day > reached && !fact.isSeen()) {
            hold(day, fact, context, news);
        } else {
            judge(fact, reached, context, news);
        }
    }

    /** The day of these facts has come. */
    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<IdentityNews> news) throws Exception {
        int day = calendar.dayReached(timestamp);
        @Nullable Integer facts = heldOfDay.get(day);
        heldOfDay.remove(day);
        for (int place = 0; facts != null && place < facts; place++) {
            @Nullable NodeFact fact = held.get(place(day, place));
            if (fact != null) {
                held.remove(place(day, place));
                judge(fact, day, context, news);
            }
        }
    }

    private void hold(int day, NodeFact fact, Context context, Collector<IdentityNews> news) throws Exception {
        @Nullable Integer before = heldOfDay.get(day);
        int facts = before == null ? 0 : before;
        if (facts == 0) {
            context.timerService().registerEventTimeTimer(calendar.boundaryTimer(day));
        }
        held.put(place(day, facts), fact.answered());
        heldOfDay.put(day, facts + 1);
        answer(fact, day, news);
    }

    private static long place(int day, int number) {
        return ((long) day << Integer.SIZE) + number;
    }

    private void judge(NodeFact fact, int reached, Context context, Collector<IdentityNews> news) throws Exception {
        if (!fact.isSeen()) {
            takeIn(fact, reached, context, news);
            return;
        }
        @Nullable NodeFact known = reported.get(fact.node());
        if (known == null || fact.at() < known.at()) {
            reported.put(fact.node(), fact);
        }
        if (store.identifier(fact.node()) != null) {
            apply(fact, reached, context, news);
        }
        @Nullable WaitingFacts facts = waiting.get(fact.node());
        if (facts != null) {
            waiting.remove(fact.node());
            for (NodeFact waited : facts.facts()) {
                takeIn(waited, reached, context, news);
            }
        }
    }

    private void takeIn(NodeFact fact, int reached, Context context, Collector<IdentityNews> news) throws Exception {
        for (String node : List.of(fact.node(), fact.other())) {
            if (!reported.contains(node)) {
                await(node, fact);
                return;
            }
        }
        for (String node : List.of(fact.node(), fact.other())) {
            if (store.identifier(node) == null) {
                apply(reported.get(node), reached, context, news);
            }
        }
        apply(fact, reached, context, news);
        answer(fact, reached, news);
    }

    private void await(String node, NodeFact fact) throws Exception {
        @Nullable WaitingFacts known = waiting.get(node);
        List<NodeFact> facts = known == null ? new ArrayList<>() : new ArrayList<>(known.facts());
        facts.add(fact);
        waiting.put(node, new WaitingFacts(facts));
    }

    private void apply(NodeFact fact, int reached, Context context, Collector<IdentityNews> news) {
        emit(graph.apply(fact.fact()), fact.at(), reached, context, news);
    }

    private void answer(NodeFact fact, int day, Collector<IdentityNews> news) {
        if (!fact.isAnswered()) {
            news.collect(new IdentityNews(fact.node(), personOf(fact.node()), 1, false, fact.at(), day));
        }
    }

    private int dayReached(Context context) {
        return calendar.dayReached(eventTime.watermark(context.timerService()));
    }

    private boolean isErased(String node) throws Exception {
        return erased.contains(IdentifierDigest.ofText(node));
    }

    private static void emit(IdentityChange change, long at, int day, Context context, Collector<IdentityNews> news) {
        for (PointerChange pointer : change.pointers()) {
            news.collect(new IdentityNews(pointer.identifier(), pointer.newPersonId(), 0, false, at, day));
        }
        change.log().forEach(entry -> context.output(LOG, entry));
    }

    private String personOf(String node) {
        @Nullable IdentifierState known = store.identifier(node);
        return known == null ? Identifier.parse(node).personId() : known.personId();
    }
}
