package io.clientele.stack.erasure;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.schemas.tables.ErasureRule;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.TableDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who a person is: all identifiers that the lake knows to be one. */
final class Persons {
    private static final Pattern PERSON_ID = Pattern.compile("[0-9a-f]{32}");
    private static final char SEPARATOR = ':';

    private final TrinoClient trino;

    Persons(TrinoClient trino) {
        this.trino = trino;
    }

    /**
     * The identifiers of a person; none if nothing is held of anybody by that name.
     *
     * @param person a person id, {@code type:value}, or a customer number
     * @throws IllegalArgumentException if it is none of these
     */
    List<Identifier> resolve(String person) {
        if (PERSON_ID.matcher(person).matches()) {
            List<Identifier> of = ofPersons(List.of(person));
            if (!of.isEmpty()) {
                return of;
            }
        }
        Identifier named = Identifier.parse(person.indexOf(SEPARATOR) < 0 ? "customer_id:" + person : person);
        List<Identifier> all = withThoseJoined(List.of(named));
        return all.size() > 1 || isHeld(all) ? all : List.of();
    }

    /** These identifiers and all that the lake knows to be one person with one of them. */
    List<Identifier> withThoseJoined(Collection<Identifier> some) {
        List<List<@Nullable Object>> persons = trino.query(
                "select distinct person_id from lake.core.identifiers_live where identifier_type || ':' || identifier_value in (%s)"
                        .formatted(SqlText.identifiers(some)));
        Set<Identifier> all = new LinkedHashSet<>(some);
        if (!persons.isEmpty()) {
            all.addAll(ofPersons(
                    persons.stream().map(row -> String.valueOf(row.get(0))).toList()));
        }
        return all.stream().sorted().toList();
    }

    private List<Identifier> ofPersons(Collection<String> personIds) {
        List<Identifier> identifiers = new ArrayList<>();
        trino.query(
                        "select identifier_type || ':' || identifier_value from lake.core.identifiers_live where person_id in (%s)"
                                .formatted(SqlText.list(personIds)))
                .forEach(row -> identifiers.add(Identifier.parse(String.valueOf(row.get(0)))));
        return identifiers;
    }

    /** Whether any table holds something of these; refused bytes apart, which may hold anything. */
    private boolean isHeld(Collection<Identifier> identifiers) {
        ErasureSql sql = new ErasureSql(identifiers);
        for (TableDefinition table : LakeTables.all()) {
            ErasureRule rule = ErasureRule.of(table);
            if ((rule == ErasureRule.ANONYMISE || rule == ErasureRule.DELETE)
                    && trino.queryLong(sql.count(table)).orElse(0) > 0) {
                return true;
            }
        }
        return false;
    }
}
