package io.clientele.connectors.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.connectors.maintenance.LiveTableMerge.Checkpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTableMergeTest {
    @Test
    void takesAsManyWholeCheckpointsAtOnceAsFit() {
        List<Checkpoint> checkpoints = List.of(
                new Checkpoint(3, 40),
                new Checkpoint(4, 60),
                new Checkpoint(7, 1),
                new Checkpoint(8, 500),
                new Checkpoint(9, 2));

        assertThat(LiveTableMerge.ends(checkpoints, 100)).containsExactly(4L, 7L, 8L, 9L);
        assertThat(LiveTableMerge.ends(checkpoints, 1_000)).containsExactly(9L);
        assertThat(LiveTableMerge.ends(List.of(), 100)).isEmpty();
    }
}
