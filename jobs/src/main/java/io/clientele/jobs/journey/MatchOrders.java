package io.clientele.jobs.journey;

import io.clientele.jobs.domain.sessions.OrderClaims;
import io.clientele.jobs.domain.sessions.Visitor;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.LateEvent;
import io.clientele.jobs.state.EventTimeReached;
import io.clientele.jobs.state.KeyedStates;
import io.clientele.schemas.IdentifierDigest;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Finds the visitor who placed an order, and gives it to them; when something that came later says otherwise, it is taken from the
 * one and given to the other. Orders too late for their session go to the side ({@link #LATE}), clicks that are do so elsewhere.
 *
 * <p>State per order: {@code claims}, until nothing that is in time can change whose it is (an event-time timer, one per order). What
 * it says of an erased visitor is removed at once: the visitor's own state is forgotten by {@link FoldSessions}.
 */
final class MatchOrders extends KeyedBroadcastProcessFunction<String, OrderWord, Erasure, OrderOfVisitor>
        implements EventTimeReached.Keeper {

    /** Orders that came after their sessions were closed. */
    static final OutputTag<LateEvent> LATE = new OutputTag<>("late-orders", TypeInformation.of(LateEvent.class));

    private static final ValueStateDescriptor<OrderClaims> CLAIMS =
            new ValueStateDescriptor<>("claims", TypeInformation.of(OrderClaims.class));

    private final JourneySettings settings;
    private final EventTimeReached eventTime = new EventTimeReached();
    private transient ValueState<OrderClaims> claims;

    @SuppressWarnings("NullAway.Init") // Flink opens the function before it uses it
    MatchOrders(JourneySettings settings) {
        this.settings = settings;
    }

    @Override
    public EventTimeReached eventTime() {
        return eventTime;
    }

    @Override
    public void open(OpenContext context) {
        claims = KeyedStates.value(getRuntimeContext(), CLAIMS.getName(), OrderClaims.class);
    }

    @Override
    public void processElement(OrderWord word, ReadOnlyContext context, Collector<OrderOfVisitor> orders)
            throws Exception {
        if (Erasures.isErased(word.identifiers(), context.getBroadcastState(Erasures.ERASED))) {
            return;
        }
        long watermark = eventTime.watermark(context.timerService());
        OrderClaims.@Nullable Placing placing = word.placing();
        if (word.at() < settings.oldest(watermark)) {
            if (placing != null) {
                context.output(LATE, word.place().late(placing.eventId(), word.at(), watermark));
            }
            return;
        }
        @Nullable OrderClaims known = claims.value();
        OrderClaims before = known == null ? OrderClaims.none() : known;
        OrderClaims after = placing == null ? before.clicked(word.at(), word.visitor()) : before.placed(placing);
        if (after.equals(before)) {
            return;
        }
        claims.update(after);
        if (known == null) {
            context.timerService().registerEventTimeTimer(JourneySettings.timer(after.newest(), settings.claimsKept()));
        }
        tell(word.orderId(), before.owner(), after.owner(), orders);
    }

    private static void tell(
            String orderId,
            OrderClaims.@Nullable Owner before,
            OrderClaims.@Nullable Owner after,
            Collector<OrderOfVisitor> orders) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before != null && (after == null || !after.visitor().equals(before.visitor()))) {
            orders.collect(new OrderOfVisitor(before.visitor(), orderId, before.at(), before.value(), false));
        }
        if (after != null) {
            orders.collect(new OrderOfVisitor(after.visitor(), orderId, after.at(), after.value(), true));
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<OrderOfVisitor> orders) throws Exception {
        @Nullable OrderClaims known = claims.value();
        if (known == null) {
            return;
        }
        long end = JourneySettings.timer(known.newest(), settings.claimsKept());
        if (end <= timestamp) {
            claims.clear();
        } else {
            context.timerService().registerEventTimeTimer(end);
        }
    }

    @Override
    public void processBroadcastElement(Erasure erasure, Context context, Collector<OrderOfVisitor> orders)
            throws Exception {
        Erasures.remember(erasure, context.getBroadcastState(Erasures.ERASED));
        if (erasure.isLift()) {
            return;
        }
        Set<String> digests = new HashSet<>();
        erasure.identifiers().forEach(identifier -> digests.add(identifier.digest()));
        context.applyToKeyedState(CLAIMS, (orderId, state) -> {
            @Nullable OrderClaims known = state.value();
            OrderClaims left = known == null
                    ? OrderClaims.none()
                    : known.without(visitor -> digests.contains(IdentifierDigest.ofText(Visitor.identifier(visitor))));
            if (left.placing() == null && left.clickTimes().length == 0) {
                state.clear();
            } else if (!left.equals(known)) {
                state.update(left);
            }
        });
    }
}
