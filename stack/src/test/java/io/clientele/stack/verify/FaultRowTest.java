package io.clientele.stack.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.stack.StackFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultRowTest {

    @Test
    void rowsAreNamedByNumberInTheOrderGiven() {
        assertThat(FaultRow.named("5, 1")).containsExactly(FaultRow.COMMIT_DELAYED, FaultRow.TASKMANAGER_DIES);
        assertThat(FaultRow.named("all")).containsExactly(FaultRow.values());
        assertThat(FaultRow.named(FaultRow.QUICK)).hasSize(2);
    }

    @Test
    void noNumberIsThereTwiceAndTheLastLeavesAGap() {
        assertThat(FaultRow.values()).extracting(FaultRow::number).doesNotHaveDuplicates();
        assertThat(FaultRow.named("all")).last().isEqualTo(FaultRow.TRANSACTION_TIMES_OUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "", "1,x", "15"})
    void whatIsNoRowIsRefusedWithThoseThatThereAre(String list) {
        assertThatThrownBy(() -> FaultRow.named(list))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("'" + list.substring(list.indexOf(',') + 1) + "'")
                .hasMessageContaining("all or 1, 2, 3")
                .hasMessageContaining("docs/faults.md");
    }
}
