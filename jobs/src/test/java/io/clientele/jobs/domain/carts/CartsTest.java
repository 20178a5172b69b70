package io.clientele.jobs.domain.carts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CartsTest {
    private static final CartRules RULES = CartRules.of(Duration.ofHours(24));
    private static final long HOUR = Duration.ofHours(1).toNanos() / 1000;
    private static final CartItem LAMP = new CartItem("lamp", "Lamp", 1, 120_000L);
    private static final CartItem CUP = new CartItem("cup", "Cup", 2, 30_000L);

    private CartLog log = CartLog.empty();

    @Test
    void productsArePutInAndTakenOutAndWhatIsShownReplacesWhatIsKnown() {
        does(0, CartAction.ADDED, LAMP);
        does(1, CartAction.ADDED, CUP);
        does(2, CartAction.ADDED, new CartItem("cup", "", 1, 25_000L));
        does(3, CartAction.REMOVED, new CartItem("lamp", "", 5, null));
        does(3.5, CartAction.REMOVED, new CartItem("never there", "", 1, null));

        assertThat(cart().items()).containsExactly(new CartItem("cup", "Cup", 3, 25_000L));
        assertThat(cart().units()).isEqualTo(3);
        assertThat(cart().value()).isEqualTo(75_000);

        does(4, CartAction.SHOWN, LAMP, new CartItem("box", "", 2, null));

        assertThat(cart().items())
                .extracting(CartItem::productId, CartItem::quantity)
                .containsExactly(tuple("lamp", 1L), tuple("box", 2L));
        assertThat(cart().value()).as("of those with a price").isEqualTo(120_000);
        assertThat(cart().unpricedUnits()).isEqualTo(2);
    }

    @ParameterizedTest(name = "last touched after {0} h, ordered after {1} h: {2}")
    @CsvSource(nullValues = "-", textBlock = """
        23, -,  OPEN,      -
        23, 40, ORDERED,   -
        24, 48, ORDERED,   -
        25, 26, RECOVERED, 24
        0,  25, RECOVERED, 24
        30, 60, RECOVERED, 54
        """)
    void aCartIsRecoveredThatWasLeftForTooLongBeforeItWasOrdered(
            double touched, @Nullable Double ordered, CartStatus status, @Nullable Long abandonedAfter) {
        does(0, CartAction.ADDED, LAMP);
        does(touched, CartAction.TOUCHED);
        if (ordered != null) {
            order("o1", ordered);
        }

        assertThat(cart().status(false)).isEqualTo(status);
        assertThat(cart().abandonedAt()).isEqualTo(abandonedAfter == null ? null : abandonedAfter * HOUR);
    }

    @Test
    void aCartThatNobodyOrderedIsAbandonedWhenItsTimeIsOver() {
        does(0, CartAction.ADDED, LAMP);

        assertThat(cart().status(true)).isEqualTo(CartStatus.ABANDONED);
        assertThat(cart().status(false)).isEqualTo(CartStatus.OPEN);
    }

    @Test
    void lookingAtAnEmptyCartMakesNoneAndOrderingOneUnknownDoesNeither() {
        does(0, CartAction.TOUCHED);
        does(1, CartAction.REMOVED, LAMP);
        order("o1", 2);

        assertThat(log.cart(RULES)).isNull();
    }

    @Test
    void whatIsDoneWithAnOrderedCartChangesNothingAndASecondOrderIsNotItsOwn() {
        does(0, CartAction.ADDED, LAMP);
        order("o2", 2);
        order("o1", 1);
        does(3, CartAction.ADDED, CUP);

        assertThat(cart().items()).containsExactly(LAMP);
        assertThat(Objects.requireNonNull(cart().order()).orderId()).isEqualTo("o1");
        log = log.withoutOrder("o1").withoutOrder("o2");
        assertThat(cart().units()).as("until there is no order any more").isEqualTo(3);
    }

    @Test
    void anOrderMayHaveBeenPlacedShortlyBeforeTheFirstClickByTheClocks() {
        order("o1", 0);
        does(0.01, CartAction.CHECKED_OUT);

        assertThat(cart().status(true)).isEqualTo(CartStatus.ORDERED);
    }

    @Test
    void aCartThatNobodyTouchedForAMonthIsClosedAndFillingItBeginsAnother() {
        does(0, CartAction.ADDED, LAMP);
        does(31 * 24, CartAction.TOUCHED);
        assertThat(cart().lastActivityAt()).isZero();

        does(32 * 24, CartAction.ADDED, CUP);

        assertThat(cart().createdAt()).isEqualTo(32 * 24 * HOUR);
        assertThat(cart().items()).containsExactly(CUP);
        assertThat(cart().abandonedAt()).isNull();
    }

    @Test
    void theOwnerIsWhoTouchedItLastAndTheDevicesAreAllThatDid() {
        log = log.with(event(2, CartAction.TOUCHED, "anonymous_id:phone", "mobile"));
        log = log.with(event(0, CartAction.ADDED, "anonymous_id:laptop", "desktop", LAMP));

        assertThat(cart().owner()).isEqualTo("anonymous_id:phone");
        assertThat(cart().deviceTypes()).containsExactly("desktop", "mobile");
        assertThat(cart().createdAt()).isZero();
    }

    @Test
    void whatAnErasedOneDidGoesAndWhatOthersDidStays() {
        log = log.with(event(0, CartAction.ADDED, "anonymous_id:a", "", LAMP));
        log = log.with(event(1, CartAction.ADDED, "anonymous_id:b", "", CUP));

        assertThat(log.without("anonymous_id:a"::equals).cart(RULES))
                .extracting(Cart::items)
                .isEqualTo(List.of(CUP));
        assertThat(log.settledBefore(2 * HOUR, RULES).without("anonymous_id:b"::equals))
                .as("what is settled goes with its last owner")
                .isEqualTo(CartLog.empty());
        assertThat(log.without("anonymous_id:c"::equals)).isSameAs(log);
    }

    @Test
    void anAbsurdPriceFitsTheColumn() {
        does(0, CartAction.ADDED, new CartItem("moon", "", Integer.MAX_VALUE, Long.MAX_VALUE / 10));

        assertThat(cart().value()).isEqualTo(999_999_999_999_999_999L);
    }

    private Cart cart() {
        return Objects.requireNonNull(log.cart(RULES));
    }

    private void does(double hours, CartAction action, CartItem... items) {
        log = log.with(event(hours, action, "anonymous_id:cookie", "", items));
    }

    private void order(String id, double hours) {
        log = log.with(new CartOrder(id, Math.round(hours * HOUR), 100_000));
    }

    private static CartEvent event(
            double hours, CartAction action, String owner, String deviceType, CartItem... items) {
        long time = Math.round(hours * HOUR);
        return new CartEvent("e" + time, time, action, List.of(items), owner, "web", deviceType);
    }
}
