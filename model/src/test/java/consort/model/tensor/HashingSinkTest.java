package consort.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HashingSinkTest extends ByteSinkContract {
    private final MemorySink memory = new MemorySink();
    private final HashingSink sink = new HashingSink(memory);

    @Override
    ByteSink sink() {
        return sink;
    }

    @Override
    byte[] taken() {
        return memory.bytes();
    }

    @Test
    void hashesWhatItPassesOn() throws IOException {
        sink.write(ByteBuffer.wrap(new byte[] {'a', 'b'}));
        sink.write(ByteBuffer.wrap(new byte[] {'c'}));

        byte[] digest = sink.sha256();

        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(digest).isEqualTo(Sha256.of(new MemorySource(memory.bytes())));
    }
}
