package io.clientele.stack.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.TableDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErasureSqlTest {
    private static final ErasureSql SQL =
            new ErasureSql(List.of(Identifier.parse("customer_id:1"), Identifier.parse("device_id:tablet")));

    /** Customer 2 ordered on the tablet of customer 1. */
    @Test
    void anEventOfSomebodyElseLosesOnlyTheErasedIdentifier() {
        assertThat(SQL.erase(table("raw.orders")))
                .contains(
                        "customer_id = if(owner in ('customer_id:1', 'device_id:tablet'), null, if(customer_id in ('1'), null, customer_id))",
                        "device_id = if(owner in ('customer_id:1', 'device_id:tablet'), null, if(device_id in ('tablet'), null, device_id))",
                        "owner = if(owner in ('customer_id:1', 'device_id:tablet'), null, owner)");
    }

    @Test
    void anAddressGoesWithItsHash() {
        String hash = "a".repeat(64);
        assertThat(new ErasureSql(List.of(Identifier.parse("email_sha256:" + hash))).erase(table("raw.customers")))
                .contains(
                        ", email = if(owner in ('email_sha256:%1$s'), null, if(lower(email_sha256) in ('%1$s'), null, email))"
                                .formatted(hash));
    }

    @Test
    void whatIsKnownOfAPersonIsDeleted() {
        assertThat(SQL.erase(table("core.customer_profiles_current")))
                .contains("delete from lake.core.customer_profiles_current where")
                .contains(Identifier.parse("customer_id:1").personId());
    }

    private static TableDefinition table(String name) {
        return LakeTables.all().stream()
                .filter(table -> table.fullName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
