package io.clientele.connectors.trino;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrinoClientTest {

    @Test
    void aMessageShowsAStatementWithoutTheTextsInIt() {
        assertThat(TrinoClient.shown("delete from core.orders\n  where customer_id in ('17850', 'O''Hara')"))
                .isEqualTo("delete from core.orders where customer_id in ('…', '…''…')");
    }
}
