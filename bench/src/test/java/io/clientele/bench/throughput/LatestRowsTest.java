package io.clientele.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LatestRowsTest {

    private static final CustomerRow ANNA = CustomerRow.of("anna").withClick("page_viewed", 1);
    private static final CustomerRow BERT = CustomerRow.of("bert").withOrder(5, 10_000);

    @Test
    void neitherTheOrderOfTheRowsNorWhatWasSaidBeforeMatters() {
        assertThat(digest(BERT, ANNA)).isEqualTo(digest(ANNA.withOrder(2, 5), ANNA, BERT));
    }

    @Test
    void rowsOfTwoSubtasksAreAddedUp() {
        assertThat(digest(ANNA).plus(digest(BERT)))
                .isEqualTo(digest(ANNA, BERT))
                .isNotEqualTo(digest(ANNA));
    }

    @Test
    void aDigestIsReadAsItIsWritten() {
        Digest digest = digest(ANNA, BERT);

        assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
    }

    @Test
    void everyColumnIsInTheFingerprint() {
        long[] columns = LongStream.rangeClosed(1, 10).toArray();
        Stream<Long> changed = Stream.iterate(0, i -> i < 10, i -> i + 1).map(i -> {
            long[] other = columns.clone();
            other[i] += 100;
            return row("anna", other).fingerprint();
        });

        assertThat(Stream.concat(
                        changed,
                        Stream.of(
                                row("anna", columns).fingerprint(),
                                row("anne", columns).fingerprint())))
                .doesNotHaveDuplicates();
    }

    private static CustomerRow row(String customer, long... columns) {
        return new CustomerRow(
                customer,
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                columns[4],
                columns[5],
                columns[6],
                columns[7],
                columns[8],
                columns[9]);
    }

    private static Digest digest(CustomerRow... rows) {
        LatestRows latest = new LatestRows();
        Stream.of(rows).forEach(latest::put);
        return latest.digest();
    }
}
