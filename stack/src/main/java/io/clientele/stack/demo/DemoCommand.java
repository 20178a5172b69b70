package io.clientele.stack.demo;

import io.clientele.stack.StackFailure;
import io.clientele.stack.cli.Session;
import io.clientele.stack.imports.EventSink;
import io.clientele.stack.imports.ImportFormat;
import io.clientele.stack.imports.ImportRun;
import io.clientele.stack.imports.ImportSummary;
import io.clientele.stack.imports.KafkaPositions;
import io.clientele.stack.imports.Line;
import io.clientele.stack.imports.LineWait;
import io.clientele.stack.imports.Progress;
import io.clientele.stack.imports.TimeSpan;
import io.clientele.stack.parts.Port;
import io.clientele.stack.parts.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.avro.generic.GenericRecord;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From nothing to reports: starts the stack, sends a year of orders with a clickstream, and shows what Trino says. */
@Command(
        name = "demo",
        description = {
            "Starts the stack, sends a year of real orders (UCI Online Retail, CC0) with clicks, customer data and contacts simulated around"
                    + " them, waits until Trino shows it all, and prints some of the reports and the story of one customer. The stack is left"
                    + " running.",
            "Doing it again changes nothing."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    private static final LocalDate AS_OF = LocalDate.of(2011, 12, 10);
    private static final String ORDERS = "stack/demo/online_retail_A.csv.gz";
    /** Some of the reports: what fits on a few screens. */
    private static final List<String> REPORTS =
            List.of("overview", "segments", "cohorts", "funnels", "attribution", "campaigns", "freshness");

    /** Somebody with many orders. */
    private static final String CUSTOMER = "14911";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--wait-at-most",
            paramLabel = "TIME",
            defaultValue = "30m",
            converter = TimeSpan.class,
            description = "How long to wait for Trino to show it all, as 90s or 30m; default: ${DEFAULT-VALUE}.")
    private Duration waitAtMost = Duration.ofMinutes(30);

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        int up = command("up");
        if (up != 0) {
            return up;
        }
        Path file = Session.project().resolve(ORDERS);
        Settings settings = Settings.load(Session.home());
        Line line = Line.of(settings);
        Progress progress = Progress.on(out);
        progress.say("");
        progress.say(
                "sending the orders of Online Retail (half A), with clicks, customer data and contacts simulated around them");
        ImportRun.Outcome outcome = new ImportRun(line, Session.home().imports(), Clock.systemUTC(), progress)
                .run(
                        new ImportRun.Request(ImportFormat.ONLINE_RETAIL, file, AS_OF, line.zone(), line.currency()),
                        DemoCommand::withSimulation);
        ImportSummary.print(outcome, out);
        try (KafkaPositions kafka = new KafkaPositions(line.kafka())) {
            new LineWait(line, kafka, progress).untilVisible(AS_OF, waitAtMost);
        }
        int reports = command("attribution");
        for (String report : REPORTS) {
            progress.say("");
            progress.say("== " + report);
            reports = Math.max(reports, command("report", report));
        }
        progress.say("");
        progress.say("== customer " + CUSTOMER);
        int story = command("customer", CUSTOMER, "--contacts", "5");
        sayWhatIsNext(settings, progress);
        return Math.max(reports, story);
    }

    /** Another command, as if the user had typed it; it has reported its failure if its status is not 0. */
    private int command(String name, String... arguments) {
        CommandLine command = spec.root().commandLine().getSubcommands().get(name);
        if (command == null) {
            throw new StackFailure("there is no command " + name);
        }
        return command.execute(arguments);
    }

    /** Each order brings along what may have happened around it; the sorter puts all of it into the order of time. */
    static EventSink withSimulation(EventSink sorted) {
        ClickstreamSimulator simulator = new ClickstreamSimulator();
        CustomerSimulator customers = new CustomerSimulator();
        AdSpendSimulator spends = new AdSpendSimulator();
        return (topic, event) -> {
            sorted.accept(topic, event);
            List<GenericRecord> clicks = new ArrayList<>();
            simulator.around(event, clicks::add);
            for (GenericRecord click : clicks) {
                sorted.accept(Visit.CONTRACT.topic(), click);
            }
            List<GenericRecord> learnt = new ArrayList<>();
            customers.with(event, learnt::add);
            for (GenericRecord customer : learnt) {
                sorted.accept(CustomerSimulator.CONTRACT.topic(), customer);
            }
            List<GenericRecord> spent = new ArrayList<>();
            spends.with(event, spent::add);
            for (GenericRecord spend : spent) {
                sorted.accept(AdSpendSimulator.CONTRACT.topic(), spend);
            }
            for (Contact.Event contact : contacts(event)) {
                sorted.accept(contact.topic(), contact.record());
            }
        };
    }

    private static List<Contact.Event> contacts(GenericRecord order) {
        List<Contact.Event> contacts = new ArrayList<>();
        Purchase.of(order).ifPresent(purchase -> {
            new FulfilmentSimulator().of(purchase, contacts::add);
            new MessageSimulator().around(purchase, contacts::add);
            new ServiceSimulator().after(purchase, contacts::add);
        });
        return contacts;
    }

    private static void sayWhatIsNext(Settings settings, Progress progress) {
        progress.say("");
        progress.say("The stack is running:");
        progress.say("  Trino   " + settings.url(Port.TRINO) + "   jdbc:trino://" + settings.address(Port.TRINO)
                + "/lake   (any user, no password)");
        progress.say("  Flink   " + settings.url(Port.FLINK));
        progress.say("More:       ./clientele report lists the reports, ./clientele customer " + CUSTOMER
                + " tells more of a customer");
        progress.say("Ask it:     ./clientele sql \"select * from mart.segment_summary\"");
        progress.say("Measure it: ./clientele freshness");
        progress.say("End it:     ./clientele down");
    }
}
