package io.clientele.connectors.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.schemas.tables.LakeTables;
import org.junit.jupiter.api.Test;

class LiveTableSqlTest {
    private final LiveTableSql identifiers = new LiveTableSql("lake", LakeTables.IDENTIFIERS);

    @Test
    void theNewestRowOfAKeyOfTwoColumnsIsTakenByBoth() {
        assertThat(identifiers.replaceLiveView().statements().get(0))
                .contains(
                        "row_number() over (partition by identifier_type, identifier_value order by version desc",
                        "on newer.identifier_type = merged.identifier_type"
                                + " and newer.identifier_value = merged.identifier_value");
    }

    @Test
    void aMergeMatchesByTheWholeKeyAndUpdatesNoPartOfIt() {
        assertThat(identifiers.merge(3, 7))
                .contains(
                        "on change.identifier_type = merged.identifier_type"
                                + " and change.identifier_value = merged.identifier_value",
                        "update set person_id = change.person_id, version = change.version,");
    }
}
