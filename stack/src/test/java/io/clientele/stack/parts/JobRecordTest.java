package io.clientele.stack.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRecordTest {

    @Test
    void whatIsRememberedIsReadAsItWasWritten(@TempDir Path folder) {
        Home home = new Home(folder);
        JobRecord record = new JobRecord("profile", true, false, "id-2", "jar", "from", "savepoint", List.of("id-1"));

        record.write(home);

        assertThat(JobRecord.read(home, "profile")).isEqualTo(record);
        assertThat(JobRecord.read(home, "journey").isWanted()).isFalse();
    }

    /** While its tables are swapped nobody submits a job, also not after a restart of the machine. */
    @Test
    void aHeldJobIsNotWantedAndStaysHeldWhenItStops(@TempDir Path folder) {
        Home home = new Home(folder);
        new JobRecord("profile", true, false, "id", "jar", "", "", List.of())
                .held()
                .write(home);

        JobRecord held = JobRecord.read(home, "profile");
        assertThat(held.isHeld()).isTrue();
        assertThat(held.isWanted()).isFalse();
        assertThat(held.stoppedWith("savepoint").wanted(false).isHeld()).isTrue();
    }
}
