package io.clientele.jobs.domain.attribution;

import static io.clientele.jobs.domain.attribution.ChannelChain.NOTHING;
import static io.clientele.jobs.domain.attribution.ChannelChain.ORDER;
import static io.clientele.jobs.domain.attribution.ChannelChain.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.clientele.jobs.domain.attribution.ChannelChain.Passages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelChainTest {

    /** google to order twice, mailing to order, google and mailing to order, google to nothing. */
    private static List<Passages> fiveWays() {
        List<Passages> passages = new ArrayList<>();
        way(passages, ORDER, "google");
        way(passages, ORDER, "google");
        way(passages, ORDER, "mailing");
        way(passages, ORDER, "google", "mailing");
        way(passages, NOTHING, "google");
        return passages;
    }

    private static void way(List<Passages> passages, String end, String... channels) {
        String from = START;
        for (String channel : channels) {
            passages.add(new Passages(from, channel, 1));
            from = channel;
        }
        passages.add(new Passages(from, end, 1));
    }

    @Test
    void fourOrdersAreSharedOutByWhatIsLostWithoutAChannel() {
        ChannelChain chain = new ChannelChain(fiveWays());

        assertThat(chain.ways()).isEqualTo(5);
        assertThat(chain.orders()).isEqualTo(4);
        List<ChannelEffect> effects = chain.effects();
        assertThat(effects).extracting(ChannelEffect::channel).containsExactly("google", "mailing");
        assertThat(effects.get(0).removalEffect()).isCloseTo(0.75, within(1e-12));
        assertThat(effects.get(1).removalEffect()).isCloseTo(0.50, within(1e-12));
        assertThat(effects.get(0).creditedOrders()).isCloseTo(2.4, within(1e-12));
        assertThat(effects.get(1).creditedOrders()).isCloseTo(1.6, within(1e-12));
    }

    @Test
    void theOrderOfThePassagesDoesNotMatterToTheLastDigit() {
        List<Passages> passages = fiveWays();
        way(passages, ORDER, "google", "social", "google", "email", "social");
        way(passages, NOTHING, "email", "google", "email", "mailing", "google");
        List<ChannelEffect> effects = new ChannelChain(passages).effects();
        for (long seed = 0; seed < 50; seed++) {
            Collections.shuffle(passages, new Random(seed));
            assertThat(new ChannelChain(passages).effects()).isEqualTo(effects);
        }
        assertThat(effects.stream().mapToDouble(ChannelEffect::creditedOrders).sum())
                .isCloseTo(5, within(1e-12));
    }

    @Test
    void aChannelThatLedToNothingHasNoEffect() {
        List<Passages> passages = fiveWays();
        way(passages, NOTHING, "display");
        assertThat(new ChannelChain(passages).effects())
                .filteredOn(effect -> effect.channel().equals("display"))
                .singleElement()
                .satisfies(effect -> {
                    assertThat(effect.removalEffect()).isZero();
                    assertThat(effect.creditedOrders()).isZero();
                });
    }

    @Test
    void withoutAnOrderThereIsNothingToShare() {
        List<Passages> passages = new ArrayList<>();
        way(passages, NOTHING, "google");
        assertThat(new ChannelChain(passages).effects()).isEmpty();
        assertThat(new ChannelChain(List.of()).effects()).isEmpty();
    }

    @Test
    void aWayDoesNotGoOnFromItsEnd() {
        assertThatThrownBy(() -> new ChannelChain(List.of(new Passages(ORDER, "google", 1))))
                .hasMessageContaining("no passage of a way")
                .hasMessageContaining("google");
        assertThatThrownBy(() -> new ChannelChain(List.of(new Passages("google", START, 1))))
                .hasMessageContaining("(start)");
        assertThatThrownBy(() -> new ChannelChain(List.of(new Passages("google", ORDER, 0))))
                .hasMessageContaining("count=0");
    }
}
