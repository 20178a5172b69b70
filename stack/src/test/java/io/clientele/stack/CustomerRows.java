package io.clientele.stack;

import static io.clientele.stack.LineAssertions.succeeds;

import io.clientele.stack.RunningStack.Result;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Trino and the commands say of customers, a row as one text. */
final class CustomerRows {
    private static final List<String> VIEWS = List.of(
            "customer_attributes",
            "customer_attribute_history",
            "customer_pii",
            "loyalty_ledger",
            "loyalty_status",
            "consent_log",
            "consents",
            "contactable");

    private CustomerRows() {}

    static List<String> history(RunningStack stack, String customer, String attribute) throws SQLException {
        return rows(stack, """
                select history.value, date_format(history.valid_from, '%%m-%%d'),
                    date_format(history.valid_to, '%%m-%%d'), history.source
                from core.customer_attribute_history as history join core.persons as person using (person_id)
                where person.customer_id = '%s' and history.attribute = '%s'
                order by history.valid_from""".formatted(customer, attribute));
    }

    static List<String> consents(RunningStack stack, String customer) throws SQLException {
        return rows(stack, """
                select consent.channel, consent.status
                from core.consents as consent join core.persons as person using (person_id)
                where person.customer_id = '%s' and consent.purpose = 'marketing'
                order by consent.channel""".formatted(customer));
    }

    /** All rows of all views, in an order. */
    static Map<String, List<String>> everything(RunningStack stack) throws SQLException {
        Map<String, List<String>> all = new TreeMap<>();
        for (String view : VIEWS) {
            all.put(
                    view,
                    rows(stack, "select * from core." + view).stream().sorted().toList());
        }
        return all;
    }

    static List<String> rows(RunningStack stack, String sql) throws SQLException {
        return stack.query(sql).stream().map(row -> String.join(" ", row)).toList();
    }

    /** What the command tells, each line with one blank between two words. */
    static List<String> story(RunningStack stack, String customer) throws IOException, InterruptedException {
        Result told = stack.run("customer", customer);
        succeeds(told);
        return told.out()
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }
}
