package io.clientele.stack.demo;

import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.EventBuilder;
import io.clientele.stack.imports.EventIds;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;

/**
 * Makes up what the shop may have spent on advertising on every day with an order, for the campaigns that the simulated visits come
 * from. What is spent follows from the day alone; a day is told once, with its first order. The events say {@code source =
 * 'simulated'}.
 */
final class AdSpendSimulator {
    static final EventContract CONTRACT = EventContract.of("interactions");

    private static final int CLICKS_PER_THOUSAND = 20;

    /** Where the shop advertises, and what it pays a day, in whole units of the currency. */
    private record Network(String name, String medium, String audience, int least, int most) {}

    private static final List<Network> NETWORKS = List.of(
            new Network("google", "cpc", "gifts", 60, 140),
            new Network("facebook", "paid_social", "fans", 20, 70),
            new Network("giftfinder", "affiliate", "partners", 5, 30));

    private final Set<LocalDate> told = new HashSet<>();

    /** Makes the records of the order's day, if it is the first order of the day and says its currency. */
    void with(GenericRecord order, Consumer<GenericRecord> events) {
        Object currency = order.get("currency");
        if (!"order_placed".equals(String.valueOf(order.get("event_name"))) || currency == null) {
            return;
        }
        Instant placedAt = Instant.EPOCH.plus((long) order.get("occurred_at"), ChronoUnit.MICROS);
        LocalDate day = placedAt.atZone(ZoneOffset.UTC).toLocalDate();
        if (!told.add(day)) {
            return;
        }
        Instant evening = day.atTime(23, 50).toInstant(ZoneOffset.UTC);
        for (Network network : NETWORKS) {
            SplittableRandom random = Shopper.random("ad-spend", network.name(), day.toString());
            BigDecimal spend = BigDecimal.valueOf(random.nextInt(100 * network.least(), 100 * network.most()), 2);
            long impressions = random.nextLong(2_000, 20_000);
            events.accept(EventBuilder.event(
                            CONTRACT,
                            "ad_spend_recorded",
                            EventIds.of(Visit.SOURCE, "ad-spend", network.name(), day.toString()),
                            evening,
                            Visit.SOURCE,
                            "web")
                    .set("network", network.name())
                    .set("utm_medium", network.medium())
                    .set("campaign_id", Shopper.campaign(evening, network.audience()))
                    .set("spend_date", Math.toIntExact(day.toEpochDay()))
                    .set("spend_amount", spend)
                    .set("currency", currency)
                    .set("exchange_rate", order.get("exchange_rate"))
                    .set("impressions", impressions)
                    .set("clicks", impressions * CLICKS_PER_THOUSAND / 1000)
                    .build());
        }
    }
}
