package io.clientele.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.stack.RunningStack.Result;
import io.clientele.stack.imports.KafkaPositions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be imported: said in a line, and nothing is sent, not even a heartbeat. */
@ExtendWith(StackExtension.class)
class ImportIT {

    private static final String HEADER = "customer_id,order_id,order_date,revenue\n";

    @TempDir
    Path folder;

    private Map<TopicPartition, Long> before = Map.of();

    @BeforeEach
    void remember(RunningStack stack) {
        before = ends(stack);
    }

    @AfterEach
    void nothingWasSent(RunningStack stack) {
        assertThat(ends(stack)).isEqualTo(before);
    }

    @Test
    void aFileThatIsMissingAFolderOrBrokenOff(RunningStack stack) throws IOException, InterruptedException {
        Path none = folder.resolve("none.csv");
        Path broken =
                Files.write(folder.resolve("broken.csv.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 5});

        assertRefused(stack.run("import", "--format", "orders-csv", none.toString()), "no file", none.toString());
        assertRefused(stack.run("import", "--format", "orders-csv", folder.toString()), "folder", folder.toString());
        assertRefused(stack.run("import", "--format", "orders-csv", broken.toString()), "damaged after line 0");
    }

    @Test
    void aHeaderThatLacksAColumn(RunningStack stack) throws IOException, InterruptedException {
        Path file = write("customer_id,order_id,day,revenue\nA,1,2009-01-01,10\n");

        assertRefused(
                stack.run("import", "--format", "orders-csv", file.toString()),
                file.toString(),
                "no column order_date",
                "expected are customer_id, order_date, revenue",
                "found are customer_id, order_id, day, revenue");
    }

    @Test
    void aFileOfWhichNoRowCanBeUsed(RunningStack stack) throws IOException, InterruptedException {
        Path file = write(HEADER + "A,1,the first of May,10\n");

        Result result = stack.run("import", "--format", "orders-csv", file.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().strip().lines())
                .singleElement()
                .asString()
                .contains("no row could be used", "orders-csv");
    }

    @Test
    void anUnknownFormat(RunningStack stack) throws IOException, InterruptedException {
        Result result =
                stack.run("import", "--format", "orders-xls", write(HEADER).toString());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines().findFirst().orElse(""))
                .contains("--format", "'orders-xls'", "orders-csv", "events-ndjson");
    }

    @Test
    void anAsOfThatIsNoDateOrInTheFuture(RunningStack stack) throws IOException, InterruptedException {
        Path file = write(HEADER + "A,1,2009-01-01,10\n");

        Result noDate = stack.run("import", "--format", "orders-csv", file.toString(), "--as-of", "2009-13-45");
        Result future = stack.run("import", "--format", "orders-csv", file.toString(), "--as-of", "2199-01-01");

        assertThat(noDate.status()).isEqualTo(2);
        assertThat(noDate.err().lines().findFirst().orElse("")).contains("--as-of", "'2009-13-45' is no date such as");
        assertRefused(future, "--as-of 2199-01-01", "future");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("orders.csv"), text);
    }

    private static void assertRefused(Result result, String... words) {
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().strip().lines()).singleElement().asString().contains(words);
    }

    private static Map<TopicPartition, Long> ends(RunningStack stack) {
        try (KafkaPositions kafka = new KafkaPositions(stack.bootstrapServers())) {
            return kafka.ends(kafka.eventPartitions());
        }
    }
}
