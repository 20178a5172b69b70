package io.clientele.jobs.domain.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.sessions.OrderClaims.Owner;
import io.clientele.jobs.domain.sessions.OrderClaims.Placing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OrderClaimsTest {
    private static final Placing PLACED = new Placing(1_000, "e1", "web/customer_id:7", 99);

    @Test
    void theLastClickBeforeThePlacingWins() {
        OrderClaims claims = OrderClaims.none()
                .clicked(10, "web/anonymous_id:a")
                .clicked(1_000, "web/anonymous_id:b")
                .clicked(1_001, "web/anonymous_id:c");
        assertThat(claims.owner()).as("not placed yet").isNull();

        assertThat(claims.placed(PLACED).owner()).isEqualTo(new Owner("web/anonymous_id:b", 1_000, 99));
    }

    @Test
    void elseTheFirstAfterItElseWhomTheOrderNames() {
        OrderClaims claims = OrderClaims.none().placed(PLACED);
        assertThat(claims.owner()).isEqualTo(new Owner("web/customer_id:7", 1_000, 99));

        assertThat(claims.clicked(3_000, "web/anonymous_id:b")
                        .clicked(2_000, "web/anonymous_id:c")
                        .owner())
                .isEqualTo(new Owner("web/anonymous_id:c", 2_000, 99));
        assertThat(claims.clicked(1_001 + OrderClaims.REACH, "web/anonymous_id:d")
                        .owner())
                .as("too far away")
                .isEqualTo(new Owner("web/customer_id:7", 1_000, 99));
    }

    @Test
    void aForgottenVisitorHasNothing() {
        OrderClaims claims =
                OrderClaims.none().clicked(10, "web/anonymous_id:a").placed(PLACED);

        OrderClaims without = claims.without("web/anonymous_id:a"::equals);
        assertThat(without.owner()).isEqualTo(new Owner("web/customer_id:7", 1_000, 99));
        assertThat(without.without("web/customer_id:7"::equals).owner()).isNull();
        assertThat(claims.without("web/anonymous_id:z"::equals)).isSameAs(claims);
    }

    @Property(tries = 300)
    void theOrderOfArrivalAndRepetitionDoNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        List<UnaryOperator<OrderClaims>> said = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            long at = random.nextInt(4);
            String visitor = "web/anonymous_id:" + random.nextInt(3);
            Placing placing = new Placing(1 + random.nextInt(2), "e" + number, visitor, at);
            said.add(number < 2 ? claims -> claims.placed(placing) : claims -> claims.clicked(at, visitor));
        }
        List<UnaryOperator<OrderClaims>> shuffled = new ArrayList<>(said);
        shuffled.addAll(said);
        Collections.shuffle(shuffled, random);

        OrderClaims other = OrderClaims.none();
        for (UnaryOperator<OrderClaims> word : shuffled) {
            other = word.apply(other);
        }
        OrderClaims first = OrderClaims.none();
        for (UnaryOperator<OrderClaims> word : said) {
            first = word.apply(first);
        }

        assertThat(other.owner()).isEqualTo(first.owner());
    }
}
