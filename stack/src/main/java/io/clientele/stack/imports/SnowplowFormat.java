package io.clientele.stack.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.CsvRows.Fields;
import io.clientele.stack.imports.SnowplowEntities.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events that Snowplow's trackers sent: a CSV of {@code atomic.events} with contexts as JSON in its columns, or a tar archive with it.
 * E-commerce actions become the clickstream events of the same meaning, a transaction an order and the last step of the checkout that
 * led to it, a refund a refund. {@code page_view} and {@code screen_view} are pages and screens; other events are skipped. An action
 * without a type says only that somebody was on a page: the first on a page becomes a page view, the rest are skipped. A cart without an
 * id is its session's.
 */
final class SnowplowFormat implements FileFormat {
    static final String NAME = "snowplow";

    static final List<DataSetFile> FILES = List.of(new DataSetFile("snowplow_ecommerce_events", "events"));

    private static final String ACTION = "snowplow_ecommerce_action";
    private static final String TRANSACTION = "transaction";

    private static final Map<String, String> CLICKS = Map.ofEntries(
            Map.entry("product_view", "product_viewed"),
            Map.entry("list_view", "product_list_viewed"),
            Map.entry("list_click", "product_clicked"),
            Map.entry("add_to_cart", "product_added"),
            Map.entry("remove_from_cart", "product_removed"),
            Map.entry("checkout_step", "checkout_step_completed"),
            Map.entry("promo_view", "promotion_viewed"),
            Map.entry("promo_click", "promotion_clicked"),
            Map.entry("trns_error", "payment_failed"));

    private final Supplier<ExternalSort> sorts;

    /** @param sorts makes the sort that brings the events of a page together */
    SnowplowFormat(Supplier<ExternalSort> sorts) {
        this.sorts = sorts;
    }

    @Override
    public void read(TextLines lines, EventSink events, ImportReport report) throws IOException {
        SnowplowEntities entities = new SnowplowEntities(lines);
        CsvRows rows = new CsvRows(lines, report, required(), columns(entities));
        try (RowSort pages = new RowSort(sorts.get())) {
            Reader reader = new Reader(rows, entities, events, report);
            for (Row row = rows.next(); row != null; row = rows.next()) {
                try {
                    reader.take(row, pages);
                } catch (RowRefused e) {
                    report.refuse(row, e);
                }
            }
            reader.takePages(pages);
        }
    }

    private static Map<String, List<String>> required() {
        Map<String, List<String>> required = new LinkedHashMap<>();
        SnowplowVisit.REQUIRED.forEach(column -> required.put(column, List.of()));
        return required;
    }

    private static List<String> columns(SnowplowEntities entities) {
        List<String> columns = new ArrayList<>(SnowplowVisit.OPTIONAL);
        columns.addAll(entities.columns());
        return columns;
    }

    /** Makes the events of one file. */
    private static final class Reader {
        private static final EventContract CLICKSTREAM = EventContract.of("clickstream");

        private final CsvRows rows;
        private final SnowplowEntities entities;
        private final EventSink events;
        private final ImportReport report;
        private @Nullable Row firstOfPage;
        private @Nullable Instant firstAt;

        Reader(CsvRows rows, SnowplowEntities entities, EventSink events, ImportReport report) {
            this.rows = rows;
            this.entities = entities;
            this.events = events;
            this.report = report;
        }

        void take(Row row, RowSort pages) throws RowRefused, IOException {
            Fields fields = rows.fields(row);
            SnowplowVisit visit = new SnowplowVisit(fields, entities);
            String eventName = fields.get("event_name");
            switch (eventName) {
                case "page_view" ->
                    events.accept(
                            CLICKSTREAM.topic(), visit.click("page_viewed").build());
                case "screen_view" ->
                    events.accept(
                            CLICKSTREAM.topic(), visit.click("screen_viewed").build());
                case ACTION -> {
                    @Nullable String type = SnowplowEntities.text(entities.first(fields, Kind.ACTION), "type");
                    if (type == null) {
                        pages.add(visit.page(), row);
                    } else {
                        act(type, fields, visit);
                    }
                }
                default -> report.skip("other_event");
            }
        }

        private void act(String type, Fields fields, SnowplowVisit visit) throws RowRefused {
            if (type.equals(TRANSACTION) || type.equals("refund")) {
                SnowplowOrders orders = new SnowplowOrders(fields, entities, visit);
                boolean isRefund = !type.equals(TRANSACTION);
                GenericRecord order = isRefund ? orders.refunded() : orders.placed(report);
                events.accept(OrderEvents.CONTRACT.topic(), order);
                if (!isRefund) {
                    events.accept(CLICKSTREAM.topic(), orders.lastStep());
                }
                return;
            }
            @Nullable String name = CLICKS.get(type);
            if (name == null) {
                throw new RowRefused(
                        "unknown_action",
                        "the type of the action is '%s', not one of %s"
                                .formatted(
                                        type,
                                        String.join(
                                                ", ",
                                                CLICKS.keySet().stream()
                                                        .sorted()
                                                        .toList())));
            }
            events.accept(CLICKSTREAM.topic(), click(name, fields, visit));
        }

        private GenericRecord click(String name, Fields fields, SnowplowVisit visit) throws RowRefused {
            JsonNode step = entities.first(fields, Kind.CHECKOUT_STEP);
            @Nullable String number = SnowplowEntities.text(step, "step");
            boolean isFirstStep = name.equals("checkout_step_completed") && "1".equals(number);
            EventBuilder click = visit.click(isFirstStep ? "checkout_started" : name);
            switch (name) {
                case "product_list_viewed", "product_clicked" ->
                    click.set("list_id", SnowplowEntities.text(entities.first(fields, Kind.ACTION), "name"));
                case "promotion_viewed", "promotion_clicked" ->
                    click.set("promotion_id", SnowplowEntities.text(entities.first(fields, Kind.PROMOTION), "id"));
                case "product_added", "product_removed" -> click.set("cart_id", visit.cartId());
                case "checkout_step_completed", "payment_failed" ->
                    click.set("cart_id", visit.cartId())
                            .set("checkout_step", number)
                            .set("payment_method", SnowplowEntities.text(step, "payment_method"))
                            .set("coupon", SnowplowEntities.text(step, "coupon_code"));
                default -> {}
            }
            SnowplowProducts products =
                    new SnowplowProducts(CLICKSTREAM, "products", entities.all(fields, Kind.PRODUCT));
            return click.set("currency", products.currency())
                    .set("products", products.items())
                    .build();
        }

        /** Of the actions without a type on a page the first. */
        void takePages(RowSort pages) throws IOException {
            int[] onPage = {0};
            pages.forEach((page, index, row) -> {
                if (index == 0) {
                    finishPage(onPage[0]);
                    onPage[0] = 0;
                }
                onPage[0]++;
                try {
                    Instant at = new SnowplowVisit(rows.fields(row), entities).happenedAt();
                    Instant known = firstAt;
                    if (known == null || at.isBefore(known)) {
                        firstOfPage = row;
                        firstAt = at;
                    }
                } catch (RowRefused e) {
                    throw new IllegalStateException("line %d was accepted before".formatted(row.number()), e);
                }
            });
            finishPage(onPage[0]);
        }

        private void finishPage(int rowsOfPage) {
            Row row = firstOfPage;
            firstOfPage = null;
            firstAt = null;
            if (row == null) {
                return;
            }
            for (int other = 1; other < rowsOfPage; other++) {
                report.skip("action_without_type");
            }
            report.note("action_without_type_as_page");
            try {
                SnowplowVisit visit = new SnowplowVisit(rows.fields(row), entities);
                events.accept(
                        CLICKSTREAM.topic(), visit.click(visit.pageEvent()).build());
            } catch (RowRefused e) {
                report.refuse(row, e);
            }
        }
    }
}
