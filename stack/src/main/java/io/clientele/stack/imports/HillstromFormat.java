package io.clientele.stack.imports;

import io.clientele.jobs.domain.attribution.CampaignArms;
import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.OrderEvents.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * Kevin Hillstrom's e-mail test: a customer per row with {@code segment} (what was sent), {@code visit}, {@code conversion} and {@code
 * spend} in the two weeks after; other columns are not read. A row becomes a message of the campaign {@code hillstrom} that was sent, or
 * held back, in one of three equal arms, and what came of it: a page view, an order. The file has neither customers nor dates: a
 * customer is numbered by the row and all rows before it, so that equal rows, also of two files, are customers of their own, and
 * importing a file twice changes nothing; the messages are dated the first of March 2008.
 */
final class HillstromFormat implements FileFormat {
    static final String NAME = "hillstrom";

    private static final EventContract MESSAGES = EventContract.of("interactions");
    private static final EventContract CLICKS = EventContract.of("clickstream");
    private static final String NOT_SENT = "No E-Mail";
    private static final List<String> SEGMENTS = List.of(NOT_SENT, "Mens E-Mail", "Womens E-Mail");
    private static final double ARM_SHARE = 1.0 / SEGMENTS.size();
    private static final Duration TO_VISIT = Duration.ofDays(1);
    private static final Duration TO_ORDER = TO_VISIT.plusMinutes(20);

    private final Instant sentAt;
    private final Money money;
    private final OrderEvents orders = new OrderEvents(NAME);

    /**
     * @param zone of the day that the messages were sent on
     * @param currency of what was spent
     */
    HillstromFormat(ZoneId zone, String currency) {
        this.sentAt = new BusinessTime(zone).startOf(LocalDate.of(2008, 3, 1)).plus(Duration.ofHours(9));
        this.money = new Money(currency, null);
    }

    /** An event of a row, and where it goes. */
    private record Outgoing(EventContract contract, GenericRecord event) {}

    @Override
    public void read(TextLines lines, EventSink events, ImportReport report) throws IOException {
        Map<String, List<String>> required = new LinkedHashMap<>();
        for (String column : List.of("segment", "visit", "conversion", "spend")) {
            required.put(column, List.of());
        }
        CsvRows rows = new CsvRows(lines, report, required, List.of());
        String customer = "";
        for (Row row = rows.next(); row != null; row = rows.next()) {
            customer = EventIds.of(NAME, customer, row.text().strip());
            try {
                for (Outgoing outgoing : outcome(customer, rows.fields(row))) {
                    events.accept(outgoing.contract().topic(), outgoing.event());
                }
            } catch (RowRefused e) {
                report.refuse(row, e);
            }
        }
    }

    private List<Outgoing> outcome(String customer, CsvRows.Fields fields) throws RowRefused {
        String segment = fields.get("segment");
        if (!SEGMENTS.contains(segment)) {
            throw new RowRefused(
                    "unknown_segment",
                    "segment is '%s', not one of %s".formatted(segment, String.join(", ", SEGMENTS)));
        }
        boolean isConverted = flag(fields, "conversion");
        BigDecimal spend = Amounts.money("spend", fields.get("spend"));
        if (spend.signum() < 0 || (spend.signum() > 0 && !isConverted)) {
            throw new RowRefused(
                    "spend_without_conversion",
                    "spend is %s where conversion is %s".formatted(fields.get("spend"), fields.get("conversion")));
        }
        List<Outgoing> outcome = new ArrayList<>();
        outcome.add(new Outgoing(MESSAGES, message(customer, segment)));
        if (flag(fields, "visit")) {
            outcome.add(new Outgoing(CLICKS, page(customer)));
        }
        if (isConverted) {
            outcome.add(new Outgoing(
                    OrderEvents.CONTRACT,
                    orders.placed(customer, customer, sentAt.plus(TO_ORDER), spend, money, null, List.of(), customer)));
        }
        return outcome;
    }

    private GenericRecord message(String customer, String segment) {
        boolean isSent = !segment.equals(NOT_SENT);
        String name = isSent ? "message_sent" : "message_suppressed";
        return EventBuilder.event(MESSAGES, name, EventIds.of(NAME, name, customer), sentAt, NAME, "email")
                .set("customer_id", customer)
                .set("message_id", customer)
                .set("campaign_id", NAME)
                .set("arm", isSent ? segment.toLowerCase(Locale.ROOT).replaceAll("[ -]", "_") : CampaignArms.HOLDOUT)
                .set("arm_share", ARM_SHARE)
                .set("reason", isSent ? null : CampaignArms.HOLDOUT)
                .build();
    }

    private GenericRecord page(String customer) {
        return EventBuilder.event(
                        CLICKS,
                        "page_viewed",
                        EventIds.of(NAME, "page_viewed", customer),
                        sentAt.plus(TO_VISIT),
                        NAME,
                        "web")
                .set("customer_id", customer)
                .build();
    }

    private static boolean flag(CsvRows.Fields fields, String column) throws RowRefused {
        int value = Amounts.whole(column, fields.get(column));
        if (value != 0 && value != 1) {
            throw new RowRefused("bad_number", "%s is '%s', not 0 or 1".formatted(column, fields.get(column)));
        }
        return value == 1;
    }
}
