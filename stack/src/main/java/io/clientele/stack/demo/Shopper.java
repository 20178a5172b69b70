package io.clientele.stack.demo;

import io.clientele.stack.imports.EventIds;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who visits, with what device and from where. All of it follows from ids: the same customer has the same device in
 * every run.
 *
 * @param customerId the customer, or null for somebody whom the shop never knows
 * @param anonymousId the cookie of the browser or app
 * @param deviceType as the contract has it
 * @param country ISO 3166-1 alpha-2, or null
 */
record Shopper(
        @Nullable String customerId,
        String anonymousId,
        String deviceType,
        @Nullable String country) {

    /** Where a visit comes from; every part null for a visitor who types the address in. */
    record Origin(
            @Nullable String source,
            @Nullable String medium,
            @Nullable String campaign,
            @Nullable String referrer) {}

    private static final Origin DIRECT = new Origin(null, null, null, null);
    private static final Origin ORGANIC = new Origin(null, null, null, "https://www.google.co.uk/");

    static Shopper customer(String customerId, @Nullable String country) {
        return new Shopper(
                customerId, EventIds.of("visitor", customerId), device(random("device", customerId)), country);
    }

    static Shopper stranger(String seed, @Nullable String country) {
        return new Shopper(null, EventIds.of("stranger", seed), device(random("device", seed)), country);
    }

    /** Randomness that is the same whenever the names are. */
    static SplittableRandom random(String... names) {
        return new SplittableRandom(Long.parseUnsignedLong(EventIds.of(names).substring(0, 16), 16));
    }

    private static String device(SplittableRandom random) {
        int share = random.nextInt(100);
        if (share < 52) {
            return "desktop";
        }
        if (share < 80) {
            return "mobile";
        }
        return share < 92 ? "tablet" : "app";
    }

    String channel() {
        return deviceType.equals("app") ? "app" : "web";
    }

    /** Where a visit at this time comes from. */
    Origin origin(SplittableRandom random, Instant at) {
        int share = random.nextInt(100);
        if (share < 34) {
            return DIRECT;
        }
        if (share < 56) {
            return ORGANIC;
        }
        if (share < 74) {
            return new Origin("google", "cpc", campaign(at, "gifts"), "https://www.google.co.uk/");
        }
        if (share < 88 && customerId != null) {
            return new Origin("newsletter", "email", campaign(at, "news"), null);
        }
        return share < 95
                ? new Origin("facebook", "paid_social", campaign(at, "fans"), "https://www.facebook.com/")
                : new Origin("giftfinder", "affiliate", campaign(at, "partners"), "https://www.giftfinder.example/");
    }

    static String campaign(Instant at, String audience) {
        ZonedDateTime time = at.atZone(ZoneOffset.UTC);
        String season = switch (time.getMonth()) {
            case JANUARY, FEBRUARY -> "winter-sale";
            case MARCH, APRIL, MAY -> "spring";
            case JUNE, JULY, AUGUST -> "summer";
            case SEPTEMBER, OCTOBER -> "autumn";
            default -> "christmas";
        };
        return "%s-%d-%s".formatted(season, time.getYear(), audience);
    }
}
