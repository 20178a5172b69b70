package io.clientele.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventRulesTest {
    private static final EventRules RULES = new EventRules("GBP");
    private static final JsonEvents JSON = new JsonEvents(ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    orders       | order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 0
                    orders       | order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 7.5, "discount_amount": 7.5, "lines": [{"price": 2.5, "quantity": 3}]
                    orders       | order_updated          | "order_id": "1", "currency": "EUR", "exchange_rate": 0.86, "gross_amount": 7.5
                    orders       | order_placed           | "order_id": "1", "currency": "GBP", "exchange_rate": 1, "gross_amount": 5
                    orders       | order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 4, "discount_amount": 1, "lines": [{"price": 2, "quantity": 1, "discount": 1, "position": 2}, {"price": 2, "quantity": 1, "position": 1}]
                    orders       | order_cancelled        | "order_id": "1"
                    orders       | order_cancelled        | "order_id": "1", "currency": "EUR", "lines": [{"position": 1, "quantity": 1}]
                    orders       | order_fulfilled        | "order_id": "1"
                    orders       | order_refunded         | "currency": "GBP", "refund_amount": 0.01
                    orders       | order_refunded         | "order_id": "1", "currency": "GBP", "refund_amount": 3, "lines": [{"position": 2, "quantity": 1}]
                    clickstream  | page_viewed            | "device_type": "mobile", "country": "GB"
                    clickstream  | product_viewed         | "products": [{"price": 1, "quantity": 0}]
                    customers    | customer_registered    | "email_sha256": "x"
                    customers    | identity_asserted      | "customer_id": "1", "loyalty_id": "2", "assertion": "link"
                    customers    | identity_asserted      | "customer_id": "1", "assertion": "merge", "identifiers": [{"identifier_type": "customer_id", "identifier_value": "2"}]
                    customers    | customer_registered    | "customer_id": "1", "email": "ann@example.com", "birth_date": "1900-01-01"
                    customers    | customer_updated       | "customer_id": "1", "email": " ", "birth_date": "2011-12-10"
                    customers    | customer_updated       | "customer_id": "1", "birth_date": "2011-12-02", "sent_at": "2012-01-09T00:00:00Z", "received_at": "2012-01-01T00:00:00Z"
                    customers    | consent_changed        | "customer_id": "1", "consent_purpose": "marketing", "consent_channel": "email", "consent_status": "granted", "consent_basis": "double_opt_in"
                    customers    | consent_changed        | "customer_id": "1", "consent_purpose": "personalisation", "consent_channel": "web", "consent_status": "withdrawn"
                    customers    | loyalty_points_changed | "loyalty_id": "1", "points_balance": -50
                    customers    | loyalty_points_changed | "loyalty_id": "1", "points_delta": 1000000000000, "points_balance": 1000000000000
                    customers    | loyalty_points_changed | "loyalty_id": "1", "points_delta": -50
                    customers    | customer_updated       | "customer_id": "1", "attributes": [{"name": "household_size", "value": "2"}, {"name": "income", "value": ""}]
                    interactions | message_sent           | "message_id": "1"
                    interactions | message_complained     | "message_id": "1"
                    interactions | call_ended             | "call_id": "1", "duration_seconds": 0
                    interactions | ad_spend_recorded      | "network": "google", "spend_date": "2011-12-09", "spend_amount": 0, "currency": "GBP"
                    support      | ticket_replied         | "ticket_id": "1", "author_role": "bot", "is_public": false
                    feedback     | survey_answered        | "survey_type": "nps", "score": 0
                    feedback     | survey_answered        | "survey_type": "ces", "score": 7
                    feedback     | product_reviewed       | "product_id": "1", "rating": 5
                    catalog      | price_changed          | "product_id": "1", "price": 0, "currency": "GBP"
                    catalog      | stock_changed          | "product_id": "1", "stock_quantity": -1
                    """)
    void valid(String topic, String name, String fields) throws InvalidEvent {
        assertThat(violation(topic, name, fields)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    page_viewed            | "order_id": "1"                                | event_name 'page_viewed' is not one of order_placed, order_updated, order_cancelled, order_fulfilled, order_refunded
                    order_placed           | "currency": "GBP", "gross_amount": 1           | order_placed needs order_id
                    order_placed           | "order_id": " ", "currency": "GBP", "gross_amount": 1 | order_placed needs order_id
                    order_placed           | "order_id": "1", "currency": "GBP"             | order_placed needs gross_amount
                    order_placed           | "order_id": "1", "gross_amount": 1             | an amount without currency
                    order_placed           | "order_id": "1", "currency": "GB", "gross_amount": 1 | currency 'GB' is not an ISO 4217 code
                    order_placed           | "order_id": "1", "currency": "gbp", "gross_amount": 1 | currency 'gbp' is not an ISO 4217 code
                    order_placed           | "order_id": "1", "currency": "EUR", "gross_amount": 1 | currency EUR differs from reporting currency GBP and no exchange_rate
                    order_placed           | "order_id": "1", "currency": "EUR", "gross_amount": 1, "exchange_rate": 0 | exchange_rate is 0.00000000, not above zero
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 1, "exchange_rate": 0.86 | exchange_rate is 0.86000000 but GBP is the reporting currency itself
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": -1 | gross_amount is negative: -1.0000
                    order_updated          | "order_id": "1", "currency": "GBP", "gross_amount": 1, "discount_amount": -1 | discount_amount is negative: -1.0000
                    order_updated          | "order_id": "1", "currency": "GBP", "gross_amount": 1, "tax_amount": -1 | tax_amount is negative: -1.0000
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 1, "discount_amount": 1.0001 | discount_amount 1.0001 is more than gross_amount 1.0000
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 1, "refund_amount": 1 | order_placed must not have refund_amount: money given back is an event of its own
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 5, "lines": [{"price": 2.5, "quantity": 3}] | gross_amount is 5.0000 but price x quantity of the lines is 7.5000
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 8, "lines": [{"price": 2.5, "quantity": 3}] | gross_amount is 8.0000 but price x quantity of the lines is 7.5000
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 5, "lines": [{"quantity": 3}] | a line has no price
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 0, "lines": [{"price": 1, "quantity": 0}] | a line has the quantity 0
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 0, "lines": [{"price": -1, "quantity": 1}] | a line has a negative price: -1.0000
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 2, "lines": [{"price": 2, "quantity": 1, "discount": 1}] | discount_amount is 0 but the discounts of the lines, which it includes, are 1.0000
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 2, "lines": [{"price": 1, "quantity": 1}, {"price": 1, "quantity": 1, "position": 1}] | two lines have the position 1
                    order_placed           | "order_id": "1", "currency": "GBP", "gross_amount": 1, "lines": [{"price": 1, "quantity": 1, "position": 0}] | a line has the position 0; they begin with 1
                    order_cancelled        | "reason": "x"                                  | order_cancelled needs order_id
                    order_cancelled        | "order_id": "1", "lines": [{"quantity": 1}]    | a cancelled line has no position
                    order_cancelled        | "order_id": "1", "lines": [{"quantity": 0, "position": 1}] | a line has the quantity 0
                    order_refunded         | "currency": "GBP"                              | order_refunded needs a refund_amount above zero
                    order_refunded         | "currency": "GBP", "refund_amount": 0          | order_refunded needs a refund_amount above zero, not 0.0000
                    order_refunded         | "refund_amount": 1                             | an amount without currency
                    order_refunded         | "currency": "USD", "refund_amount": 1          | currency USD differs from reporting currency GBP and no exchange_rate
                    order_fulfilled        | "order_id": "1", "country": "United Kingdom"   | country 'United Kingdom' is not an ISO 3166-1 alpha-2 code such as GB
                    order_fulfilled        | "order_id": "1", "device_type": "phone"        | device_type 'phone' is not one of desktop, mobile, tablet, app, pos, other
                    """)
    void invalidOrders(String name, String fields, String violation) throws InvalidEvent {
        assertThat(violation("orders", name, fields)).isEqualTo(violation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    clickstream  | product_viewed         | "products": [{"price": -1, "quantity": 1}]     | a product has a negative price: -1.0000
                    clickstream  | product_viewed         | "products": [{"quantity": -1}]                 | a product has the quantity -1
                    customers    | customer_updated       | "city": "Leeds"                                | customer_updated names nobody: it has no identifier
                    customers    | identity_asserted      | "customer_id": "1", "loyalty_id": "2"          | identity_asserted needs assertion
                    customers    | identity_asserted      | "customer_id": "1", "assertion": "link"        | identity_asserted needs two identifiers
                    customers    | identity_asserted      | "customer_id": "1", "assertion": "link", "identifiers": [{"identifier_type": "phone", "identifier_value": "2"}] | identifier_type 'phone' is not one of anonymous_id, customer_id, device_id, email_sha256, phone_sha256, loyalty_id
                    customers    | customer_registered    | "customer_id": "1", "email": "ann.example.com" | email is no address: it has no @
                    customers    | customer_registered    | "customer_id": "1", "birth_date": "1899-12-31" | birth_date is before 1900-01-01
                    customers    | customer_updated       | "customer_id": "1", "birth_date": "2011-12-11" | birth_date is after the event
                    customers    | customer_updated       | "customer_id": "1", "birth_date": "2011-12-04", "sent_at": "2012-01-09T00:00:00Z", "received_at": "2012-01-01T00:00:00Z" | birth_date is after the event
                    customers    | consent_changed        | "customer_id": "1"                             | consent_changed needs consent_purpose
                    customers    | consent_changed        | "customer_id": "1", "consent_purpose": " ", "consent_channel": "email", "consent_status": "withdrawn" | consent_changed needs consent_purpose
                    customers    | consent_changed        | "customer_id": "1", "consent_purpose": "marketing", "consent_status": "withdrawn" | consent_changed needs consent_channel
                    customers    | consent_changed        | "customer_id": "1", "consent_purpose": "marketing", "consent_channel": "email" | consent_changed needs consent_status
                    customers    | consent_changed        | "customer_id": "1", "consent_purpose": "marketing", "consent_channel": "email", "consent_status": "maybe" | consent_status 'maybe' is not one of granted, withdrawn
                    customers    | consent_changed        | "customer_id": "1", "consent_purpose": "marketing", "consent_channel": "email", "consent_status": "granted" | a consent that is granted needs consent_basis
                    customers    | consent_changed        | "customer_id": "1", "consent_purpose": "marketing", "consent_channel": "email", "consent_status": "granted", "consent_basis": "assumed" | consent_basis 'assumed' is not one of consent, double_opt_in, soft_opt_in
                    customers    | loyalty_points_changed | "customer_id": "1", "points_delta": 1000000000001 | points_delta is 1000000000001, not -1000000000000 to 1000000000000
                    customers    | loyalty_points_changed | "customer_id": "1", "points_balance": -1000000000001 | points_balance is -1000000000001, not -1000000000000 to 1000000000000
                    customers    | loyalty_points_changed | "customer_id": "1"                             | loyalty_points_changed needs points_delta or points_balance
                    customers    | customer_updated       | "customer_id": "1", "attributes": [{"name": "Household size", "value": "2"}] | attribute 'Household size' is no name such as household_size
                    customers    | customer_updated       | "customer_id": "1", "attributes": [{"name": "country", "value": "GB"}] | attribute 'country' has another place: it is not the shop's own
                    customers    | customer_updated       | "customer_id": "1", "attributes": [{"name": "email", "value": "a@b.example"}] | attribute 'email' has another place: it is not the shop's own
                    customers    | customer_updated       | "customer_id": "1", "attributes": [{"name": "income", "value": "1"}, {"name": "income", "value": "2"}] | attribute 'income' is there twice
                    interactions | message_complained     | "campaign_id": "1"                             | message_complained needs message_id
                    interactions | message_opened         | "campaign_id": "1"                             | message_opened needs message_id
                    interactions | chat_started           | "call_id": "1"                                 | chat_started needs conversation_id
                    interactions | social_mention         | "network": "x"                                 | social_mention needs post_id
                    interactions | social_mention         | "network": "x", "post_id": "1", "sentiment": 2 | sentiment is 2.0, not -1 to 1
                    interactions | call_ended             | "call_id": "1", "duration_seconds": -1         | duration_seconds is -1, not 0 to 9223372036854775807
                    interactions | ad_spend_recorded      | "network": "x", "spend_amount": 1, "currency": "GBP" | ad_spend_recorded needs spend_date
                    interactions | ad_spend_recorded      | "network": "x", "spend_date": "2011-12-09", "spend_amount": 1, "currency": "USD" | currency USD differs from reporting currency GBP and no exchange_rate
                    interactions | ad_spend_recorded      | "network": "x", "spend_date": "2011-12-09", "spend_amount": -1, "currency": "GBP" | spend_amount is negative: -1.0000
                    interactions | message_sent           | "message_id": "1", "arm": "treated", "arm_share": 0.0 | arm_share is 0.0, not above 0 and up to 1
                    interactions | message_sent           | "message_id": "1", "arm": "treated", "arm_share": 1.01 | arm_share is 1.01, not above 0 and up to 1
                    interactions | message_suppressed     | "message_id": "1", "arm_share": 0.1            | arm_share without arm
                    support      | ticket_created         | "status": "new"                                | ticket_created needs ticket_id
                    support      | ticket_status_changed  | "ticket_id": "1"                               | ticket_status_changed needs status
                    support      | ticket_status_changed  | "ticket_id": "1", "status": "lost"             | status 'lost' is not one of new, open, pending, hold, solved, closed
                    support      | ticket_replied         | "ticket_id": "1", "author_role": "agent"       | ticket_replied needs is_public
                    feedback     | survey_answered        | "survey_type": "nps", "score": 11              | score is 11, not 0 to 10
                    feedback     | survey_answered        | "survey_type": "csat", "score": 0              | score is 0, not 1 to 5
                    feedback     | survey_answered        | "survey_type": "ces", "score": 8               | score is 8, not 1 to 7
                    feedback     | survey_answered        | "score": 1                                     | survey_answered needs survey_type
                    feedback     | product_reviewed       | "product_id": "1", "rating": 6                 | rating is 6, not 1 to 5
                    feedback     | product_reviewed       | "product_id": "1"                              | product_reviewed needs rating
                    catalog      | price_changed          | "product_id": "1", "price": 1                  | an amount without currency
                    catalog      | price_changed          | "product_id": "1"                              | price_changed needs price
                    catalog      | stock_changed          | "product_id": "1"                              | stock_changed needs stock_quantity
                    catalog      | product_upserted       | "product_id": "1"                              | product_upserted needs name
                    """)
    void invalidEventsOfOtherTopics(String topic, String name, String fields, String violation) throws InvalidEvent {
        assertThat(violation(topic, name, fields)).isEqualTo(violation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    event_id    | ''                    | an event needs event_id
                    source      | ' '                   | an event needs source
                    channel     | fax                   | channel 'fax' is not one of web, app, email, sms, push, social, chat, phone, store
                    occurred_at | 1969-12-31T23:59:59Z  | occurred_at is -1000000 microseconds after 1970, not a time between 1970 and 2200
                    occurred_at | 2200-01-01T00:00:00Z  | occurred_at is 7258118400000000 microseconds after 1970, not a time between 1970 and 2200
                    """)
    void invalidEnvelopes(String field, String value, String violation) throws InvalidEvent {
        GenericRecord event = event("orders", "order_fulfilled", "\"order_id\": \"1\"");
        event.put(
                field,
                field.equals("occurred_at")
                        ? (Object) ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(value))
                        : value);
        assertThat(RULES.violation(EventContract.of("orders"), event)).isEqualTo(violation);
    }

    @Test
    void aCorrectedTimeOutOfRange() throws InvalidEvent {
        assertThat(
                        violation(
                                "orders",
                                "order_fulfilled",
                                "\"order_id\": \"1\", \"sent_at\": \"2190-01-01T00:00:00Z\", \"received_at\": \"2011-12-09T00:00:00Z\""))
                .startsWith("received_at - (sent_at - occurred_at) is -");
    }

    @Test
    void aProjectionWithoutANeededFieldIsAFaultOfTheJob() {
        EventContract orders = EventContract.of("orders");
        GenericRecord event = new GenericData.Record(orders.schema("event_id", "lines"));
        assertThatThrownBy(() -> RULES.violation(orders, event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("source")
                .hasMessageContaining("EventRules.fields");
    }

    @Test
    void theReportingCurrencyMustBeOne() {
        assertThatThrownBy(() -> new EventRules("Pound"))
                .hasMessage("the reporting currency 'Pound' is not an ISO 4217 code such as GBP");
    }

    @Test
    void aTopicOfTheJobsHasNoRules() {
        assertThatThrownBy(() -> EventRules.fields(Contracts.DEAD_LETTER))
                .hasMessage("'dead-letters' is not an event topic");
    }

    private static @Nullable String violation(String topic, String name, String fields) throws InvalidEvent {
        return RULES.violation(EventContract.of(topic), event(topic, name, fields));
    }

    private static GenericRecord event(String topic, String name, String fields) throws InvalidEvent {
        return JSON.read("""
                        {"topic": "%s", "event_id": "e1", "event_name": "%s", "occurred_at": "2011-12-09T08:26:00Z",
                         "source": "shop", "channel": "web", %s}""".formatted(topic, name, fields)).record();
    }
}
