package io.clientele.stack.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.schemas.EventRules;
import java.time.Instant;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AssertionTest {
    @ParameterizedTest
    @EnumSource
    void theEventKeepsItsContractAndNamesBoth(Decision decision) {
        GenericRecord event = new Assertion(
                        decision,
                        Identifier.parse("loyalty_id:L-1"),
                        Identifier.parse("17850"),
                        "asked for at the till",
                        "event-1",
                        Instant.parse("2026-11-24T10:00:00Z"))
                .event();

        assertThat(new EventRules("GBP").violation(Assertion.CONTRACT, event)).isNull();
        assertThat(event.get("event_name")).isEqualTo("identity_asserted");
        assertThat(event.get("assertion")).isEqualTo(decision.assertion());
        assertThat(event.get("loyalty_id")).isEqualTo("L-1");
        assertThat(event.get("customer_id")).isNull();
        assertThat(event.get("reason")).isEqualTo("asked for at the till");
        assertThat((List<?>) event.get("identifiers"))
                .hasToString("[{\"identifier_type\": \"loyalty_id\", \"identifier_value\": \"L-1\"},"
                        + " {\"identifier_type\": \"customer_id\", \"identifier_value\": \"17850\"}]");
    }
}
