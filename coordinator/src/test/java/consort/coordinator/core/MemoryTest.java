package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.fold.Footprint;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static final Memory MEMORY = new Memory(100L << 20, 200L << 20, 10L << 20, 10L << 20);

    @Test
    void hasRoomForTheStateBesidePeers() {
        assertThat(MEMORY.roomForEntries()).isEqualTo((76L << 20) / Footprint.MAPPED_ENTRY_BYTES);
        assertThat(MEMORY.problem(MEMORY.roomForEntries())).isEmpty();
    }

    @Test
    void saysWhatIsTooMuchAndWhatToDo() {
        long entries = (76L << 20) / Footprint.MAPPED_ENTRY_BYTES + 1;
        assertThat(MEMORY.problem(entries).orElseThrow()).contains(entries + " entries take about 80 MiB", "100 MiB more",
                "there are 200 MiB", "raise -Xmx");
        assertThat(new Memory(1L << 30, 1L << 29, 0, 0).problem(0)).isPresent();
    }

    @Test
    void holdsWhatArrivesApartFromTheHeap() {
        assertThat(new Memory(0, 1L << 30, 11L << 20, 10L << 20).problem(0).orElseThrow())
                .contains("11 MiB of direct memory", "there are 10 MiB", "-XX:MaxDirectMemorySize");
    }
}
