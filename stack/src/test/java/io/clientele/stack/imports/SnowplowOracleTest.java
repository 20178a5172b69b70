package io.clientele.stack.imports;

import static io.clientele.stack.imports.Imported.decimal;
import static io.clientele.stack.imports.Imported.text;
import static io.clientele.stack.imports.SnowplowTables.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.carts.Cart;
import io.clientele.jobs.domain.sessions.Session;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.stack.ReferenceData;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tracker events of Snowplow's dbt package for shops, with the tables that the package makes of them. What ours differs in is
 * listed in each test, difference by difference with its reason; nothing else may differ.
 */
class SnowplowOracleTest {

    private static final String SKIPPED_SESSION = "9681591f679e7c40886ef5d7213108bf90224960b494fd2b5742524b033afad9";
    private static final String MOBILE_SESSION = "c04bddd7-81ad-4f02-a468-f53a47079637";

    @TempDir
    static Path folder;

    private static Imported imported = new Imported(List.of(), new ImportReport(Path.of("none")), List.of());

    @BeforeAll
    static void importAll() throws IOException {
        ReferenceData.require();
        ReferenceData.unpack("snowplow_ecommerce_apache2.tar.gz", folder);
        imported = Imported.file(
                ImportFormat.SNOWPLOW, folder, ZoneOffset.UTC, ReferenceData.file("snowplow_ecommerce_apache2.tar.gz"));
    }

    /** A refund says no amount; the tracker told one transaction twice; two say another revenue than their products have. */
    @Test
    void everyRowIsAnEventOrSaysWhyNot() {
        assertThat(imported.report().rowsRead()).isEqualTo(834);
        assertThat(imported.report().refused()).isEqualTo(Map.of("missing_value", 1L));
        assertThat(imported.refusedRows().get(1)).contains("transaction_id of the action is empty", MOBILE_SESSION);
        assertThat(imported.report().skipped()).isEqualTo(Map.of("action_without_type", 134L));
        assertThat(imported.report().notes())
                .isEqualTo(Map.of("action_without_type_as_page", 276L, "order_without_lines", 2L));
        assertThat(imported.events()).hasSize(834 - 1 - 134 + 15);
        assertThat(Set.copyOf(imported.eventIds()))
                .as("all but the last step of the transaction that was told twice")
                .hasSize(imported.events().size() - 1);
        EventRules rules = new EventRules("EUR");
        assertThat(imported.events().stream()
                        .map(event -> rules.violation(contract(event), event))
                        .filter(violation -> violation != null))
                .as("what a line in euros refuses")
                .containsExactly("currency USD differs from reporting currency EUR and no exchange_rate");
    }

    /** What Snowplow derives from the three clocks is the event time of every event. */
    @Test
    void eventTimesAreTheDerivedOnes() throws IOException {
        Map<String, Instant> times = new TreeMap<>();
        imported.events().forEach(event -> times.put(text(event, "event_id"), instant(Journeys.time(event))));
        int compared = 0;
        for (String table : List.of(
                "cart_interactions", "checkout_interactions", "transaction_interactions", "product_interactions")) {
            for (Map<String, String> row : SnowplowTables.rows(folder, table)) {
                Instant known = times.get(field(row, "event_id"));
                if (known != null) {
                    assertThat(known)
                            .as("%s in %s", field(row, "event_id"), table)
                            .isEqualTo(SnowplowTables.instant(row, "derived_tstamp"));
                    compared++;
                }
            }
        }
        assertThat(compared)
                .as("rows of events that are here under the tracker's id")
                .isEqualTo(877);
    }

    /**
     * Each session is one of theirs, by visitor and first event. It is shorter where it ended with actions without a type on a page that
     * was seen already, which are no events here. One more is the session of the application that they leave out.
     */
    @Test
    void sessionsAreTheTrackersSessions() throws IOException {
        Map<String, Map<String, String>> expected = bySession(SnowplowTables.rows(folder, "sessions"));
        Set<String> earlier = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        Journeys.of(imported.events()).sessions().forEach((visitor, sessions) -> {
            for (Session session : sessions) {
                List<GenericRecord> within = within(visitor, session);
                String id = text(within.get(0), "session_id");
                Map<String, String> row = expected.remove(id);
                if (row == null) {
                    others.add(id);
                    continue;
                }
                assertThat(field(row, "domain_userid")).as(id).isEqualTo(visitor);
                assertThat(received(within, true))
                        .as("start of %s", id)
                        .isEqualTo(SnowplowTables.instant(row, "start_tstamp"));
                if (!received(within, false).equals(SnowplowTables.instant(row, "end_tstamp"))) {
                    assertThat(received(within, false))
                            .as("end of %s", id)
                            .isBefore(SnowplowTables.instant(row, "end_tstamp"));
                    earlier.add(id);
                }
            }
        });
        assertThat(expected).as("sessions that are missing").isEmpty();
        assertThat(others)
                .as("sessions of an application that the package's tests leave out")
                .containsExactly(SKIPPED_SESSION);
        assertThat(earlier)
                .as("sessions that end earlier: on a page that was seen already")
                .hasSize(23)
                .isEqualTo(SnowplowTables.endingOnASeenPage(folder));
    }

    /** Amounts, articles and payment of every order, and once the order that was told twice. */
    @Test
    void ordersAreTheTransactions() throws IOException {
        Map<String, List<String>> orders = new TreeMap<>();
        for (GenericRecord order : named("order_placed")) {
            BigDecimal paid = decimal(order, "gross_amount")
                    .subtract(decimal(order, "discount_amount"))
                    .add(decimal(order, "shipping_amount"))
                    .add(decimal(order, "tax_amount"));
            orders.put(
                    text(order, "order_id"),
                    List.of(
                            text(order, "session_id"),
                            text(order, "anonymous_id"),
                            text(order, "customer_id"),
                            text(order, "currency"),
                            text(order, "payment_method"),
                            plain(paid),
                            plain(decimal(order, "shipping_amount"))));
        }
        Map<String, List<String>> expected = new TreeMap<>();
        for (Map<String, String> row : SnowplowTables.rows(folder, "transaction_interactions")) {
            expected.put(
                    field(row, "transaction_id"),
                    List.of(
                            field(row, "domain_sessionid"),
                            field(row, "domain_userid"),
                            orNull(field(row, "ecommerce_user_id")),
                            field(row, "transaction_currency"),
                            field(row, "transaction_payment_method"),
                            plain(new BigDecimal(field(row, "transaction_revenue"))),
                            plain(new BigDecimal(orZero(field(row, "transaction_shipping"))))));
        }
        assertThat(expected).hasSize(14);
        assertThat(orders).isEqualTo(expected);
    }

    /**
     * Every product that was seen, clicked, put in, taken out or bought, once where a transaction was told twice. Not here: those of
     * actions without a type, of the refund that is refused, and of the two orders whose products do not add up to their revenue.
     */
    @Test
    void productsAreTheProductInteractions() throws IOException {
        Map<String, String> actions = Map.of(
                "product_viewed", "product_view",
                "product_list_viewed", "list_view",
                "product_clicked", "list_click",
                "product_added", "add_to_cart",
                "product_removed", "remove_from_cart",
                "order_placed", "transaction");
        Set<String> told = new TreeSet<>();
        List<String> products = new ArrayList<>();
        for (GenericRecord event : imported.events()) {
            String action = actions.get(text(event, "event_name"));
            if (action != null && (!action.equals("transaction") || told.add(text(event, "order_id")))) {
                List<?> items = (List<?>) event.get(action.equals("transaction") ? "lines" : "products");
                for (Object each : items) {
                    GenericRecord item = (GenericRecord) each;
                    products.add(String.join(
                            " ",
                            text(event, "event_id"),
                            action,
                            text(item, "product_id"),
                            text(item, "category_path"),
                            plain(decimal(item, "price"))));
                }
            }
        }
        List<String> expected = new ArrayList<>();
        Map<String, Integer> left = new TreeMap<>();
        Set<String> withoutLines = Set.of("TOG6u9", "id-123");
        for (Map<String, String> row : SnowplowTables.rows(folder, "product_interactions")) {
            String action = field(row, "ecommerce_action_type");
            if (action.isEmpty() || action.equals("refund")) {
                left.merge(action.isEmpty() ? "without a type" : action, 1, Integer::sum);
            } else if (withoutLines.contains(field(row, "transaction_id"))) {
                left.merge("of an order without lines", 1, Integer::sum);
            } else {
                expected.add(String.join(
                        " ",
                        field(row, "event_id"),
                        action,
                        field(row, "product_id"),
                        field(row, "product_category").replace("/", " > "),
                        plain(new BigDecimal(field(row, "product_price")))));
            }
        }
        assertThat(products).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(left).isEqualTo(Map.of("without a type", 433, "refund", 1, "of an order without lines", 3));
    }

    /** The way to the till: how many steps each session took, how many different ones, and whether it came to an order. */
    @Test
    void checkoutStepsAreTheSessionsSteps() throws IOException {
        Map<String, List<String>> steps = new TreeMap<>();
        Map<String, String> known = new TreeMap<>();
        for (GenericRecord event : imported.events()) {
            String name = text(event, "event_name");
            if (name.equals("checkout_started") || name.equals("checkout_step_completed")) {
                boolean isLast = event.get("order_id") != null;
                if (known.put(text(event, "event_id"), "") == null) {
                    steps.computeIfAbsent(text(event, "session_id"), id -> new ArrayList<>())
                            .add(isLast ? "order" : text(event, "checkout_step"));
                }
            }
        }
        Map<String, String> funnel = new TreeMap<>();
        steps.forEach((session, taken) -> funnel.put(
                session, "%d %d %s".formatted(taken.size(), Set.copyOf(taken).size(), taken.contains("order"))));
        Map<String, String> expected = new TreeMap<>();
        for (Map<String, String> row : SnowplowTables.rows(folder, "sessions")) {
            if (!field(row, "number_checkout_steps_visited").isEmpty()) {
                expected.put(
                        field(row, "domain_sessionid"),
                        "%s %s %s"
                                .formatted(
                                        field(row, "number_checkout_steps_visited"),
                                        field(row, "number_unique_checkout_steps_attempted"),
                                        Boolean.parseBoolean(field(row, "checkout_succeeded"))));
            }
        }
        assertThat(funnel.remove(SKIPPED_SESSION))
                .as("of an application that they leave out")
                .isEqualTo("1 1 false");
        assertThat(funnel).isEqualTo(expected);
    }

    /**
     * Both say alike where a cart was ordered. The tracker gives its carts no ids: a session has one here, which is ordered with its first
     * order; the package counts a cart whenever the tracker says that the cart is worth just what was put in, and calls a session abandoned
     * with more of them than orders.
     */
    @Test
    void cartsAreOrderedWhereTheirsAre() throws IOException {
        Map<String, String> differences = new TreeMap<>();
        Map<String, Cart> carts = new TreeMap<>(Journeys.of(imported.events()).carts());
        for (Map<String, String> row : SnowplowTables.rows(folder, "sessions")) {
            String id = field(row, "domain_sessionid");
            Cart cart = carts.remove(id);
            int created = Integer.parseInt(orZero(field(row, "number_carts_created")));
            int ordered = Integer.parseInt(orZero(field(row, "number_carts_transacted")));
            assertThat(cart != null && cart.isOrdered()).as("ordered in %s", id).isEqualTo(ordered > 0);
            boolean isAbandoned = Boolean.parseBoolean(field(row, "session_cart_abandoned"));
            if ((cart != null) != created > 0) {
                differences.put(id, "%d carts, %s here".formatted(created, cart == null ? "none" : "one"));
            } else if (cart != null && isAbandoned == cart.isOrdered()) {
                differences.put(id, "%d carts, %d ordered".formatted(created, ordered));
            }
        }
        assertThat(differences)
                .isEqualTo(Map.of(
                        "0a42e1e29bd84c4f87003cb8c4c7098e31a93eed89b10f10c83e0c9c3810318d",
                        "5 carts, 3 ordered",
                        "43be59d87041838249c1ccda96a6581911cc6064e6fff7aa6716cc42f161df9a",
                        "3 carts, 2 ordered",
                        "7a8e2fd857cd6f9981456e79adf960ac608754eb91908a1b6f8fc81d37e2b7be",
                        "5 carts, 3 ordered",
                        "9681591f679e7c40886ef5d7213108bf90224c1534a137f276d11d9bf930119a",
                        "3 carts, 1 ordered",
                        "996606dcff3c830229a5971b18ac3cf771d5e08b07b4e7f4b36716cbaaf7a6f6",
                        "8 carts, 1 ordered",
                        // what was put in is worth 30 and 99.99, and the tracker says 15 and 123.45
                        "bbcf9fb2fcb583dec133a6ee760201e1f9e584b9bb099492e497ca3d5872d662",
                        "0 carts, one here",
                        MOBILE_SESSION,
                        "0 carts, one here"));
        assertThat(carts).as("of an application that they leave out").containsOnlyKeys(SKIPPED_SESSION);
    }

    private static List<GenericRecord> within(String visitor, Session session) {
        return imported.events().stream()
                .filter(event -> event.getSchema().getName().equals("ClickstreamEvent"))
                .filter(event -> Journeys.visitor(event).equals(visitor))
                .filter(event ->
                        Journeys.time(event) >= session.startedAt() && Journeys.time(event) <= session.endedAt())
                .sorted(Comparator.comparingLong(Journeys::time))
                .toList();
    }

    /** When the collector received the first or last of these. */
    private static Instant received(List<GenericRecord> events, boolean isFirst) {
        List<Long> times = events.stream()
                .map(event -> (Long) event.get("received_at"))
                .sorted()
                .toList();
        return instant(times.get(isFirst ? 0 : times.size() - 1));
    }

    private static List<GenericRecord> named(String name) {
        return imported.events().stream()
                .filter(event -> text(event, "event_name").equals(name))
                .toList();
    }

    private static EventContract contract(GenericRecord event) {
        return EventContract.events().stream()
                .filter(contract -> contract.schema().equals(event.getSchema()))
                .findFirst()
                .orElseThrow();
    }

    private static Instant instant(long micros) {
        return SortedEvents.instant(micros);
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static String orNull(String text) {
        return text.isEmpty() ? "null" : text;
    }

    private static String orZero(String text) {
        return text.isEmpty() ? "0" : text;
    }

    private static Map<String, Map<String, String>> bySession(List<Map<String, String>> rows) {
        Map<String, Map<String, String>> sessions = new TreeMap<>();
        rows.forEach(row -> sessions.put(field(row, "domain_sessionid"), row));
        return sessions;
    }
}
