package io.clientele.stack.customer;

import io.clientele.stack.StackFailure;
import io.clientele.stack.cli.Session;
import io.clientele.stack.cli.TextTable;
import io.clientele.stack.identity.IdentityAnswers;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.TrinoAnswers;
import io.clientele.stack.parts.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells a customer's story to who serves the customer. */
@Command(
        name = "customer",
        description = {
            "Tells a customer's story: who it is, value and segment, open tickets, the last contacts over all channels, and then loyalty and "
                    + "consent: what the customer may be contacted for, and why not.",
            "As queries: select * from mart.customer_360 where customer_id = '…', and core.loyalty_status and core.contactable where "
                    + "person_id = '…'"
        },
        mixinStandardHelpOptions = true)
public final class CustomerCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "CUSTOMER|IDENTIFIER|PERSON_ID",
            description = "a customer number, type:value, or the 32 digits of a person id")
    private String subject = "";

    @Option(
            names = "--contacts",
            paramLabel = "NUMBER",
            defaultValue = "15",
            description = "How many of the last 50 contacts to print; default: ${DEFAULT-VALUE}.")
    private int contacts = 15;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (TrinoAnswers trino =
                TrinoAnswers.at(Line.of(Settings.load(Session.home())).trino())) {
            String personId = personId(new IdentityAnswers(trino));
            CustomerStory story = CustomerStory.of(trino, personId)
                    .orElseThrow(() -> new StackFailure("nothing is known of the person " + personId));
            printFacts(story, personId, out);
            print(out, "identifiers", CustomerStory.IDENTIFIER, story.identifiers());
            print(out, "open tickets", CustomerStory.TICKET, story.openTickets());
            print(out, "contacts", CustomerStory.CONTACT, first(contacts, story.contacts()));
            print(out, "orders", CustomerStory.ORDER, first(contacts, story.orders()));
            print(out, "channels", CustomerStory.CHANNEL, story.channels());
            // what took its time is there to be read while the rest is looked up
            out.flush();
            print(out, "loyalty", CustomerStanding.LOYALTY, CustomerStanding.loyalty(trino, personId));
            print(out, "consent", CustomerStanding.CONSENT, CustomerStanding.consents(trino, personId));
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private String personId(IdentityAnswers answers) {
        try {
            return answers.requirePerson(subject);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static void printFacts(CustomerStory story, String personId, PrintWriter out) {
        String customer = story.fact("customer_id");
        out.println((customer.isEmpty() ? "a visitor without a customer number" : "customer " + customer) + ", person "
                + personId);
        String scores = story.fact("r_score").isEmpty()
                ? ""
                : " (%s-%s-%s as of %s)"
                        .formatted(
                                story.fact("r_score"),
                                story.fact("f_score"),
                                story.fact("m_score"),
                                story.fact("as_of_date"));
        line(out, "segment", story.fact("segment") + scores);
        line(
                out,
                "value",
                story.fact("order_count").isEmpty()
                        ? ""
                        : "%s orders, %s %s net"
                                .formatted(story.fact("order_count"), story.fact("net_sales"), story.fact("currency")));
        line(out, "seen", joined(" to ", story.fact("first_seen_at"), story.fact("last_seen_at")));
        line(out, "country", story.fact("country"));
        line(out, "likes", joined(", ", story.fact("favourite_category"), story.fact("favourite_channel")));
        line(
                out,
                "reach",
                story.fact("preferred_channel").isEmpty()
                        ? "no preferred channel"
                        : "%s (%s)".formatted(story.fact("preferred_channel"), story.fact("preferred_channel_basis")));
        line(
                out,
                "contacted",
                "%s times in 7 days, %s in 30; last %s, last response %s"
                        .formatted(
                                story.fact("contacts_7_days"),
                                story.fact("contacts_30_days"),
                                never(story.fact("last_contacted_at")),
                                never(story.fact("last_responded_at"))));
        line(out, "feedback", story.fact("last_feedback"));
    }

    private static void line(PrintWriter out, String name, String text) {
        if (!text.isEmpty()) {
            out.println("  %-10s %s".formatted(name, text));
        }
    }

    private static String joined(String separator, String... texts) {
        return String.join(
                separator,
                List.of(texts).stream().filter(text -> !text.isEmpty()).toList());
    }

    private static String never(String time) {
        return time.isEmpty() ? "never" : time;
    }

    private static List<List<String>> first(int most, List<List<String>> rows) {
        return rows.subList(0, Math.min(Math.max(0, most), rows.size()));
    }

    private static void print(PrintWriter out, String what, List<String> header, List<List<String>> rows) {
        out.println();
        if (rows.isEmpty()) {
            out.println("no " + what);
            return;
        }
        out.println(what);
        TextTable table = new TextTable(header.toArray(String[]::new));
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        table.print(out);
    }
}
