package io.clientele.jobs.journey;

import io.clientele.connectors.metrics.LineMetrics;
import io.clientele.jobs.domain.carts.Cart;
import io.clientele.jobs.domain.carts.CartEvent;
import io.clientele.jobs.domain.carts.CartLog;
import io.clientele.jobs.domain.carts.CartOrder;
import io.clientele.jobs.domain.carts.CartStatus;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.LateEvent;
import io.clientele.jobs.state.EventTimeReached;
import io.clientele.jobs.state.KeyedStates;
import io.clientele.schemas.IdentifierDigest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Folds what was done with a cart into what it came to, and emits it whenever that changes: by an input, or because event time has
 * passed the moment at which it is abandoned. Events that came too late go to the side ({@link #LATE}) and change nothing.
 *
 * <p>State per cart: {@code log}, and {@code timer}, the time of the one event-time timer: when the cart is abandoned, else when it is
 * closed for good, from when on it has no state. The log names those who touched the cart. What an erased one did is taken out of
 * it, and nothing that names them is taken in any more. The timer of a cart that nothing is left of finds nothing when it fires; its
 * key is the cart's number.
 */
final class FoldCarts extends KeyedBroadcastProcessFunction<String, CartInput, Erasure, CartChange>
        implements EventTimeReached.Keeper {

    /** Events that came too late for their carts. */
    static final OutputTag<LateEvent> LATE = new OutputTag<>("late-cart-events", TypeInformation.of(LateEvent.class));

    private static final ValueStateDescriptor<CartLog> LOG =
            new ValueStateDescriptor<>("log", TypeInformation.of(CartLog.class));

    private final JourneySettings settings;
    private final EventTimeReached eventTime = new EventTimeReached();
    private transient ValueState<CartLog> log;
    private transient ValueState<Long> timer;
    private transient Counter repeated;
    private transient Counter erased;
    private transient Counter late;

    @SuppressWarnings("NullAway.Init") // Flink opens the function before it uses it
    FoldCarts(JourneySettings settings) {
        this.settings = settings;
    }

    @Override
    public EventTimeReached eventTime() {
        return eventTime;
    }

    @Override
    public void open(OpenContext context) {
        log = KeyedStates.value(getRuntimeContext(), LOG.getName(), CartLog.class);
        timer = KeyedStates.value(getRuntimeContext(), "timer", Long.class);
        repeated = getRuntimeContext().getMetricGroup().counter(LineMetrics.CART_EVENTS_REPEATED);
        erased = getRuntimeContext().getMetricGroup().counter(LineMetrics.CART_EVENTS_OF_ERASED);
        late = LineMetrics.lateEvents(getRuntimeContext().getMetricGroup(), EventPlace.BEYOND_CARTS);
    }

    @Override
    public void processElement(CartInput input, ReadOnlyContext context, Collector<CartChange> carts) throws Exception {
        CartLog before = logOrEmpty();
        long watermark = eventTime.watermark(context.timerService());
        @Nullable CartEvent event = input.event();
        if (event == null) {
            CartOrder order = Objects.requireNonNull(input.order());
            CartLog after = input.isGiven() ? before.with(order) : before.withoutOrder(order.orderId());
            change(input.cartId(), before, after, order.placedAt(), watermark, context, carts);
            return;
        }
        var known = context.getBroadcastState(Erasures.ERASED);
        if (Erasures.isErased(input.identifiers(), known) || Erasures.isAnyErased(List.of(event.owner()), known)) {
            erased.inc();
        } else if (before.contains(event.eventId())) {
            repeated.inc();
        } else if (event.time() < settings.oldest(watermark)) {
            late.inc();
            context.output(
                    LATE, Objects.requireNonNull(input.place()).lateForCart(event.eventId(), event.time(), watermark));
        } else {
            change(input.cartId(), before, before.with(event), event.time(), watermark, context, carts);
        }
    }

    private void change(
            String cartId,
            CartLog before,
            CartLog after,
            long at,
            long watermark,
            ReadOnlyContext context,
            Collector<CartChange> carts)
            throws Exception {
        if (after.equals(before)) {
            return;
        }
        tell(cartId, before, after, at, watermark, carts);
        if (after.isEmpty()) {
            forget(context);
        } else {
            keep(after.settledBefore(settings.settledBefore(watermark), settings.carts()), watermark, context);
        }
    }

    private void tell(
            String cartId, CartLog before, CartLog after, long at, long watermark, Collector<CartChange> carts) {
        @Nullable Cart old = before.cart(settings.carts());
        @Nullable Cart now = after.cart(settings.carts());
        if (now != null && !now.equals(old)) {
            carts.collect(new CartChange(cartId, now, status(now, watermark), after.version(), at, false));
        } else if (now == null && old != null) {
            carts.collect(
                    new CartChange(cartId, emptied(old, after), status(old, watermark), after.version(), at, true));
        }
    }

    /** What a row without a cart has to say: nothing of who filled it. */
    private static Cart emptied(Cart cart, CartLog left) {
        String owner = left.events().get(left.events().size() - 1).owner();
        return new Cart(
                cart.createdAt(), cart.lastActivityAt(), null, null, List.of(), owner, cart.channel(), List.of());
    }

    private CartStatus status(Cart cart, long watermark) {
        return cart.status(abandonedFrom(cart) <= watermark);
    }

    /** The event-time millisecond from which on a cart that was not ordered is abandoned. */
    private long abandonedFrom(Cart cart) {
        return JourneySettings.timer(cart.lastActivityAt(), settings.carts().abandonedAfter());
    }

    /** One timer at most waits for a cart; it may come too early, but never too late. */
    private void keep(CartLog kept, long watermark, ReadOnlyContext context) throws IOException {
        log.update(kept);
        @Nullable Cart cart = kept.cart(settings.carts());
        long next = cart != null && status(cart, watermark) == CartStatus.OPEN
                ? abandonedFrom(cart)
                : JourneySettings.timer(kept.newest(), settings.cartsKept());
        @Nullable Long pending = timer.value();
        if (pending != null && pending > watermark && pending <= next) {
            return;
        }
        if (pending != null) {
            context.timerService().deleteEventTimeTimer(pending);
        }
        context.timerService().registerEventTimeTimer(next);
        timer.update(next);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CartChange> carts) throws Exception {
        timer.clear();
        CartLog known = logOrEmpty();
        if (known.isEmpty() || JourneySettings.timer(known.newest(), settings.cartsKept()) <= timestamp) {
            log.clear();
            return;
        }
        CartLog kept = known;
        @Nullable Cart cart = known.cart(settings.carts());
        // also one that was abandoned before: an erasure may take its last activity away, and moves no timer
        if (cart != null && !cart.isOrdered() && abandonedFrom(cart) <= timestamp) {
            kept = known.changed();
            long abandonedAt = cart.lastActivityAt() + settings.carts().abandonedAfter();
            carts.collect(new CartChange(
                    context.getCurrentKey(), cart, CartStatus.ABANDONED, kept.version(), abandonedAt, false));
        }
        keep(kept.settledBefore(settings.settledBefore(timestamp), settings.carts()), timestamp, context);
    }

    private void forget(ReadOnlyContext context) throws IOException {
        @Nullable Long pending = timer.value();
        if (pending != null) {
            context.timerService().deleteEventTimeTimer(pending);
        }
        timer.clear();
        log.clear();
    }

    /** Of a cart that others have touched too, what is left is told: the row of the erased one is deleted. */
    @Override
    public void processBroadcastElement(Erasure erasure, Context context, Collector<CartChange> carts)
            throws Exception {
        Erasures.remember(erasure, context.getBroadcastState(Erasures.ERASED));
        if (erasure.isLift()) {
            return;
        }
        Set<String> digests = new HashSet<>();
        erasure.identifiers().forEach(identifier -> digests.add(identifier.digest()));
        context.applyToKeyedState(LOG, (cartId, state) -> {
            @Nullable CartLog known = state.value();
            CartLog before = known == null ? CartLog.empty() : known;
            CartLog after = before.without(owner -> digests.contains(IdentifierDigest.ofText(owner)));
            if (after.isEmpty()) {
                state.clear();
            } else if (!after.equals(before)) {
                state.update(after);
                long watermark = eventTime.atLeast(context.currentWatermark());
                tell(cartId, before, after, after.newest(), watermark, carts);
            }
        });
    }

    private CartLog logOrEmpty() throws IOException {
        @Nullable CartLog known = log.value();
        return known == null ? CartLog.empty() : known;
    }
}
