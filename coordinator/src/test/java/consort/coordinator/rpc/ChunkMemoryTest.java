package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunkMemoryTest {

    private static final int BUDGET = 32 << 20;

    private final ChunkMemory memory = new ChunkMemory(BUDGET);

    @Test
    void givesOneDownloadWholeChunks() {
        assertThat(memory.take("acme/w1", 1L << 40)).isEqualTo(ChunkMemory.MAX_CHUNK_BYTES);
        assertThat(memory.take("acme/w1", 7)).isEqualTo(7);
    }

    @Test
    void leavesMostToOthersHoweverManyDownloadsAPeerHas() {
        long taken = 0;
        for (int i = 0; i < 64; i++) {
            taken += memory.take("greedy", 1L << 40);
        }
        assertThat(taken).isLessThanOrEqualTo(BUDGET / 4 + 64L * ChunkMemory.MIN_CHUNK_BYTES);
        assertThat(memory.take("acme/w1", 1L << 40)).isEqualTo(ChunkMemory.MAX_CHUNK_BYTES);
    }

    @Test
    void shrinksChunksSoThatAThousandPeersFit() {
        long taken = 0;
        for (int i = 0; i < 1000; i++) {
            taken += memory.take("w" + i, 1L << 40);
        }
        assertThat(taken).isLessThanOrEqualTo(BUDGET + 1000L * ChunkMemory.MIN_CHUNK_BYTES);
    }

    @Test
    void remembersNothingOfWhatWasGivenBack() {
        for (int i = 0; i < 1000; i++) {
            memory.giveBack("w" + i % 3, memory.take("w" + i % 3, 1L << 40));
        }
        assertThat(memory.take("acme/w1", 1L << 40)).isEqualTo(ChunkMemory.MAX_CHUNK_BYTES);
    }
}
