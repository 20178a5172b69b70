package io.clientele.stack.demo;

import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.EventBuilder;
import io.clientele.stack.imports.EventIds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes up what the shop may have learnt about the customers of the orders: a registration with the first one, corrections later, consent
 * given and taken back, and the points of those who have a loyalty card. Three systems say it, all of them {@code simulated-…}: the
 * shop, the CRM and the loyalty system.
 *
 * <p>What happens is a pure function of a customer's orders, which come in the order of time; of each customer only the points and
 * the number of orders are kept. Guests have none.
 */
final class CustomerSimulator {
    static final EventContract CONTRACT = EventContract.of("customers");

    private static final String SHOP = "simulated-shop";
    private static final String CRM = "simulated-crm";
    private static final String LOYALTY = "simulated-loyalty";

    private static final Duration BEFORE_THE_ORDER = Duration.ofSeconds(20);
    private static final long VOUCHER_POINTS = 500;
    private static final long SILVER_POINTS = 1000;
    private static final long GOLD_POINTS = 5000;

    /** What is kept of a customer between the orders. */
    private static final class Account {
        private int orders;
        private long balance;
        private long earned;
        private boolean hasEmailConsent;
        private Instant lastMovementAt = Instant.EPOCH;

        /** The time, or a second after the last movement if that is later: balances are stated in the order of time. */
        private Instant next(Instant at) {
            Instant earliest = lastMovementAt.plusSeconds(1);
            lastMovementAt = at.isBefore(earliest) ? earliest : at;
            return lastMovementAt;
        }
    }

    private final Map<String, Account> accounts = new HashMap<>();

    /** Makes the events that come with an order; nothing for what is no order of a known customer. */
    void with(GenericRecord orderEvent, Consumer<GenericRecord> events) {
        if (!"order_placed".equals(String.valueOf(orderEvent.get("event_name")))
                || orderEvent.get("customer_id") == null) {
            return;
        }
        String orderId = String.valueOf(orderEvent.get("order_id"));
        Instant placedAt = Instant.EPOCH.plus((long) orderEvent.get("occurred_at"), ChronoUnit.MICROS);
        SimulatedCustomer customer =
                SimulatedCustomer.of(String.valueOf(orderEvent.get("customer_id")), text(orderEvent.get("country")));
        Account account = accounts.computeIfAbsent(customer.id(), id -> new Account());
        SplittableRandom random = Shopper.random("customer-order", customer.id(), orderId);
        if (account.orders == 0) {
            Instant registeredAt = placedAt.minus(BEFORE_THE_ORDER);
            events.accept(registration(customer, registeredAt, orderEvent));
            firstConsents(customer, account, registeredAt, events);
        } else {
            if (random.nextInt(100) < 6) {
                events.accept(correction(customer, orderId, placedAt.plus(Duration.ofHours(2)), random));
            }
            changeOfMind(customer, account, orderId, placedAt.plus(Duration.ofHours(3)), random, events);
        }
        account.orders++;
        if (customer.loyaltyId() != null) {
            points(customer, account, orderId, placedAt, pounds(orderEvent), random, events);
        }
    }

    private static GenericRecord registration(SimulatedCustomer customer, Instant at, GenericRecord order) {
        SplittableRandom random = Shopper.random("preferences", customer.id());
        int share = random.nextInt(100);
        String preferred = share < 50 ? "email" : share < 60 && customer.hasMobile() ? "sms" : null;
        return event("customer_registered", customer, at, SHOP, "web")
                .set("email_sha256", SimulatedCustomer.emailHash(customer.email()))
                .set("phone_sha256", SimulatedCustomer.phoneHash(customer.phone()))
                .set("loyalty_id", customer.loyaltyId())
                .set("first_name", customer.firstName())
                .set("last_name", customer.lastName())
                .set("gender", customer.gender())
                .set("email", customer.email())
                .set("phone", customer.phone())
                .set("birth_date", Math.toIntExact(customer.birthDate().toEpochDay()))
                .set("postal_code", customer.postalCode())
                .set("city", customer.city())
                .set("country", customer.country())
                .set("locale", "GB".equals(customer.country()) ? "en-GB" : null)
                .set("timezone", "GB".equals(customer.country()) ? "Europe/London" : null)
                .set("preferred_channel", preferred)
                .set("interests", (Object) interests(order, random))
                .build();
    }

    private static List<String> interests(GenericRecord order, SplittableRandom random) {
        if (!(order.get("lines") instanceof List<?> lines) || random.nextInt(100) < 40) {
            return List.of();
        }
        return lines.stream()
                .map(line -> text(((GenericRecord) line).get("name")))
                .filter(name -> name != null)
                .map(ProductCategories::of)
                .distinct()
                .limit(3)
                .toList();
    }

    /** Moved house, a new e-mail address, or another wish: each from the system that hears of such things. */
    private static GenericRecord correction(
            SimulatedCustomer customer, String orderId, Instant at, SplittableRandom random) {
        int share = random.nextInt(100);
        if (share < 40) {
            SimulatedCustomer elsewhere = SimulatedCustomer.of(customer.id() + "-" + orderId, customer.country());
            return event("customer_updated", customer, at, share < 10 ? LOYALTY : CRM, "phone", orderId)
                    .set("postal_code", elsewhere.postalCode())
                    .set("city", elsewhere.city())
                    .set("country", customer.country())
                    .set("reason", "moved")
                    .build();
        }
        if (share < 65) {
            return event("customer_updated", customer, at, SHOP, "web", orderId)
                    .set("email_sha256", SimulatedCustomer.emailHash(customer.laterEmail()))
                    .set("email", customer.laterEmail())
                    .build();
        }
        return event("customer_updated", customer, at, share < 80 ? SHOP : CRM, "web", orderId)
                .set("preferred_channel", share < 90 ? "email" : "phone")
                .build();
    }

    private static void firstConsents(
            SimulatedCustomer customer, Account account, Instant at, Consumer<GenericRecord> events) {
        SplittableRandom random = Shopper.random("consent", customer.id());
        int share = random.nextInt(100);
        String basis = share < 40 ? "soft_opt_in" : share < 62 ? "double_opt_in" : share < 80 ? "consent" : null;
        if (basis != null) {
            account.hasEmailConsent = true;
            Duration until =
                    basis.equals("double_opt_in") ? Duration.ofMinutes(random.nextInt(2, 90)) : Duration.ofSeconds(5);
            events.accept(consent(customer, "marketing", "email", basis, at.plus(until), SHOP, "registered"));
        }
        if (customer.hasMobile() && random.nextInt(100) < 45) {
            events.accept(consent(customer, "marketing", "sms", "consent", at.plusSeconds(5), SHOP, "registered"));
        }
        if (customer.phone() != null && random.nextInt(100) < 15) {
            String ground = random.nextInt(100) < 80 ? "consent" : "soft_opt_in";
            events.accept(
                    consent(customer, "marketing", "phone", ground, at.plus(Duration.ofHours(4)), CRM, "registered"));
        }
        if (random.nextInt(100) < 5) {
            events.accept(consent(customer, "marketing", "push", "consent", at.plusSeconds(5), SHOP, "registered"));
        }
        if (random.nextInt(100) < 25) {
            events.accept(consent(customer, "surveys", "email", "consent", at.plusSeconds(6), SHOP, "registered"));
        }
        if (random.nextInt(100) < 30) {
            events.accept(
                    consent(customer, "personalisation", "web", "consent", at.plusSeconds(6), SHOP, "registered"));
        }
    }

    private static void changeOfMind(
            SimulatedCustomer customer,
            Account account,
            String orderId,
            Instant at,
            SplittableRandom random,
            Consumer<GenericRecord> events) {
        int share = random.nextInt(100);
        if (account.hasEmailConsent && share < 4) {
            account.hasEmailConsent = false;
            events.accept(consent(customer, "marketing", "email", null, at, share < 2 ? CRM : SHOP, orderId));
        } else if (!account.hasEmailConsent && share < 6) {
            account.hasEmailConsent = true;
            events.accept(consent(customer, "marketing", "email", "double_opt_in", at, SHOP, orderId));
        }
    }

    /** A grant with its basis, or without one a withdrawal. */
    private static GenericRecord consent(
            SimulatedCustomer customer,
            String purpose,
            String channel,
            @Nullable String basis,
            Instant at,
            String source,
            String occasion) {
        return event("consent_changed", customer, at, source, "web", purpose, channel, occasion)
                .set("consent_purpose", purpose)
                .set("consent_channel", channel)
                .set("consent_status", basis == null ? "withdrawn" : "granted")
                .set("consent_basis", basis)
                .build();
    }

    /** A point for each pound, and now and then a voucher for points. */
    private static void points(
            SimulatedCustomer customer,
            Account account,
            String orderId,
            Instant placedAt,
            long pounds,
            SplittableRandom random,
            Consumer<GenericRecord> events) {
        if (account.balance >= 2 * VOUCHER_POINTS && random.nextInt(100) < 25) {
            account.balance -= VOUCHER_POINTS;
            events.accept(movement(customer, account, placedAt, -VOUCHER_POINTS, "voucher", orderId));
        }
        if (pounds > 0) {
            account.balance += pounds;
            account.earned += pounds;
            events.accept(movement(customer, account, placedAt.plusSeconds(5), pounds, "order", orderId));
        }
    }

    private static GenericRecord movement(
            SimulatedCustomer customer, Account account, Instant at, long delta, String reason, String orderId) {
        return event("loyalty_points_changed", customer, account.next(at), LOYALTY, "web", reason, orderId)
                .set("loyalty_id", customer.loyaltyId())
                .set("points_delta", delta)
                .set("points_balance", account.balance)
                .set("loyalty_tier", tier(account.earned))
                .set("reason", reason + " " + orderId)
                .build();
    }

    private static String tier(long earned) {
        return earned < SILVER_POINTS ? "bronze" : earned < GOLD_POINTS ? "silver" : "gold";
    }

    private static long pounds(GenericRecord order) {
        return order.get("gross_amount") instanceof BigDecimal amount
                ? amount.setScale(0, RoundingMode.DOWN).longValueExact()
                : 0;
    }

    private static EventBuilder event(
            String name, SimulatedCustomer customer, Instant at, String source, String channel, String... occasion) {
        String id = EventIds.of("simulated-customer", name, customer.id(), String.join("/", occasion));
        return EventBuilder.event(CONTRACT, name, id, at, source, channel).set("customer_id", customer.id());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
