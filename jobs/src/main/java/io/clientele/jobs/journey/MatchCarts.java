package io.clientele.jobs.journey;

import io.clientele.jobs.domain.carts.CartOrder;
import io.clientele.jobs.domain.sessions.OrderClaims;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.state.EventTimeReached;
import io.clientele.jobs.state.KeyedStates;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cart that an order is of, by the clicks that name both, as {@link MatchOrders} finds the visitor; gives the order to
 * it, and takes it away again when something that came later names another. What is too late is told there and changes nothing here.
 *
 * <p>State per order: {@code cart-claims}, until nothing that is in time can change whose it is (an event-time timer, one per order).
 * It names no person; what names an erased one is not taken in.
 */
final class MatchCarts extends KeyedBroadcastProcessFunction<String, OrderWord, Erasure, CartInput>
        implements EventTimeReached.Keeper {

    private static final String NO_CART = "";

    private final JourneySettings settings;
    private final EventTimeReached eventTime = new EventTimeReached();
    private transient ValueState<OrderClaims> claims;

    @SuppressWarnings("NullAway.Init") // Flink opens the function before it uses it
    MatchCarts(JourneySettings settings) {
        this.settings = settings;
    }

    @Override
    public EventTimeReached eventTime() {
        return eventTime;
    }

    @Override
    public void open(OpenContext context) {
        claims = KeyedStates.value(getRuntimeContext(), "cart-claims", OrderClaims.class);
    }

    @Override
    public void processElement(OrderWord word, ReadOnlyContext context, Collector<CartInput> carts) throws Exception {
        OrderClaims.@Nullable Placing placing = word.placing();
        if ((placing == null && word.cartId().isEmpty())
                || Erasures.isErased(word.identifiers(), context.getBroadcastState(Erasures.ERASED))
                || word.at() < settings.oldest(eventTime.watermark(context.timerService()))) {
            return;
        }
        @Nullable OrderClaims known = claims.value();
        OrderClaims before = known == null ? OrderClaims.none() : known;
        OrderClaims after = placing == null
                ? before.clicked(word.at(), word.cartId())
                : before.placed(new OrderClaims.Placing(placing.at(), placing.eventId(), NO_CART, placing.value()));
        if (after.equals(before)) {
            return;
        }
        claims.update(after);
        if (known == null) {
            context.timerService().registerEventTimeTimer(JourneySettings.timer(after.newest(), settings.claimsKept()));
        }
        tell(word.orderId(), before, after, carts);
    }

    private static void tell(String orderId, OrderClaims before, OrderClaims after, Collector<CartInput> carts) {
        @Nullable CartInput taken = given(orderId, before);
        @Nullable CartInput given = given(orderId, after);
        if (taken != null && (given == null || !given.cartId().equals(taken.cartId()))) {
            carts.collect(CartInput.of(taken.cartId(), order(orderId, before), false));
        }
        if (given != null && !given.equals(taken)) {
            carts.collect(given);
        }
    }

    private static @Nullable CartInput given(String orderId, OrderClaims claims) {
        OrderClaims.@Nullable Owner owner = claims.owner();
        return owner == null ? null : CartInput.of(owner.visitor(), order(orderId, claims), true);
    }

    private static CartOrder order(String orderId, OrderClaims claims) {
        OrderClaims.@Nullable Placing placing = claims.placing();
        if (placing == null) {
            throw new IllegalStateException("an order that was not placed has no cart");
        }
        return new CartOrder(orderId, placing.at(), placing.value());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CartInput> carts) throws Exception {
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
    public void processBroadcastElement(Erasure erasure, Context context, Collector<CartInput> carts) throws Exception {
        Erasures.remember(erasure, context.getBroadcastState(Erasures.ERASED));
    }
}
