package io.clientele.connectors.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlScriptsTest {
    @Test
    void ordersViewsAfterTheViewsTheyRead() {
        SqlScripts scripts = SqlScripts.of(Map.of(
                "mart.a", "create view lake.mart.a as select * from lake.core.b join core.c",
                "core.b", "create view core.b as select * from lake.core.customers_live",
                "core.c", "create view core.c as select * from Core.B",
                "core.d", "create view core.d as select 'core.e', 1 -- core.e\nfrom raw.x",
                "core.e", "create view core.e as select * from core.d"));

        assertThat(scripts.order()).containsExactly("core.b", "core.d", "core.c", "core.e", "mart.a");
    }

    @Test
    void refusesViewsThatReadEachOther() {
        SqlScripts scripts = SqlScripts.of(Map.of("core.a", "select * from core.b", "core.b", "select * from core.a"));

        assertThatThrownBy(scripts::order).hasMessageContainingAll("circle", "core.a", "core.b");
    }

    @Test
    void doesNotTakeALongerNameForAShorterOne() {
        SqlScripts scripts = SqlScripts.of(Map.of("core.a", "select * from core.ab", "core.ab", "select 1"));

        assertThat(scripts.order()).containsExactly("core.ab", "core.a");
    }

    @Test
    void aViewIsAnotherWhenOneThatItReadsIs() {
        Map<String, String> views =
                Map.of("core.a", "select 1", "core.b", "select * from core.a", "core.c", "select * from core.b");
        Map<String, String> changed = new HashMap<>(views);
        changed.put("core.a", "select 2");

        assertThat(SqlScripts.of(changed).textWithSources("core.c"))
                .isNotEqualTo(SqlScripts.of(views).textWithSources("core.c"));

        changed.putAll(views);
        changed.put("core.c", "select 2");
        assertThat(SqlScripts.of(changed).textWithSources("core.b"))
                .isEqualTo(SqlScripts.of(views).textWithSources("core.b"));
    }
}
