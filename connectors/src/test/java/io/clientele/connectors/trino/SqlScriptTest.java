package io.clientele.connectors.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SqlScriptTest {
    @Test
    void endsStatementsAtSemicolonsOnlyInCode() {
        SqlScript script = new SqlScript("x.sql", """
                -- a view; of things
                create view a as select ';', 'it''s; so' /* ; */, "odd;name" from b; -- and; more
                comment on view a is 'x;';
                ;
                -- the end""");

        assertThat(script.statements())
                .containsExactly(
                        "-- a view; of things\ncreate view a as select ';', 'it''s; so' /* ; */, \"odd;name\" from b",
                        "-- and; more\ncomment on view a is 'x;'");
    }

    @Test
    void saysWhereAQuoteIsNeverClosed() {
        assertThatThrownBy(() -> new SqlScript("core/x.sql", "select 1;\nselect 'a").statements())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("core/x.sql", "line 2");
    }
}
