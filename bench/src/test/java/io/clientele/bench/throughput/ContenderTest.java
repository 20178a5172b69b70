package io.clientele.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContenderTest {

    @ParameterizedTest
    @ValueSource(strings = {"limit-full", "clientele:heap", "flink-sql-tuned:rocksdb", "spark-iceberg:rocksdb"})
    void isWrittenAsItIsRead(String label) {
        assertThat(Contender.parse(label).label()).isEqualTo(label);
    }

    @Test
    void refusesAnEngineThatThereIsNotAndSaysWhichThereAre() {
        assertThatThrownBy(() -> Contender.parse("storm:heap"))
                .hasMessageStartingWith("there is no engine 'storm', but limit-full, ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clientele", "limit-full:heap", "spark-iceberg:heap"})
    void refusesAStoreThatTheEngineDoesNotHave(String label) {
        assertThatThrownBy(() -> Contender.parse(label)).hasMessageContaining(" with the store ");
    }
}
