package io.clientele.stack.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierTest {
    @ParameterizedTest
    @CsvSource({
        "17850,                  customer_id,  17850",
        "customer_id:17850,      customer_id,  17850",
        "customer_id:shop:17850, customer_id,  shop:17850",
        "loyalty_id:L-1,         loyalty_id,   L-1",
        "email_sha256:ABCDEF,    email_sha256, abcdef",
        "anonymous_id:ABCDEF,    anonymous_id, ABCDEF"
    })
    void readsTypeAndValueOrACustomerNumber(String text, String type, String value) {
        assertThat(Identifier.parse(text)).isEqualTo(new Identifier(type, value));
    }

    @Test
    void refusesAnUnknownTypeAndNamesTheKnownOnes() {
        assertThatThrownBy(() -> Identifier.parse("email:somebody"))
                .hasMessageContaining("'email'")
                .hasMessageContaining("email_sha256, phone_sha256");
    }

    @ParameterizedTest
    @CsvSource({"''", "customer_id:", "' '"})
    void refusesNothing(String text) {
        assertThatThrownBy(() -> Identifier.parse(text)).hasMessageContaining("names nobody");
    }

    @Test
    void aQuoteStaysPartOfTheValueInSql() {
        assertThat(Identifier.parse("O'Hara").sql()).isEqualTo("'customer_id:O''Hara'");
    }
}
