package io.clientele.connectors.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MaintenanceServiceTest {

    @Test
    @Timeout(30)
    void aChoreHasItsTurnThoughEveryCycleTakesLongerThanTheInterval() throws InterruptedException {
        List<String> turns = new ArrayList<>();
        CountDownLatch stopping = new CountDownLatch(2);

        MaintenanceService.takeTurns(
                Duration.ofNanos(1),
                () -> turns.add("cycle"),
                () -> {
                    turns.add("chore");
                    stopping.countDown();
                },
                stopping);

        assertThat(turns).containsExactly("cycle", "chore", "cycle", "chore");
    }
}
