package consort.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import consort.proto.Chunk;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is sent is what protobuf writes, whether a transport drains it or reads it. */
class OutgoingTest {

    @Test
    void aChunkIsWrittenAsProtobufWritesIt() throws IOException {
        for (int length : new int[] {1, 127, 128, 16_383, 16_384, (1 << 20) - 64, 1 << 20, 3 << 20}) {
            byte[] data = data(length);
            assertWritten(Outgoing.chunk(length, out -> out.write(data)),
                    Chunk.newBuilder().setData(ByteString.copyFrom(data)).build());
        }
    }

    @Test
    void aPartOfAnUploadIsWrittenAsProtobufWritesIt() throws IOException {
        byte[] data = data(1 << 20);
        assertWritten(Outgoing.part(data.length, out -> out.write(data)),
                StorePart.newBuilder().setData(ByteString.copyFrom(data)).build());
        StoreHeader header = StoreHeader.newBuilder().setDigest("d").setTotalBytes(1L << 40).setOffset(77).build();
        assertWritten(Outgoing.header(header), StorePart.newBuilder().setHeader(header).build());
    }

    private static byte[] data(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }

    private static void assertWritten(Outgoing message, MessageLite generated) throws IOException {
        assertThat(message.encodedBytes()).isEqualTo(generated.getSerializedSize());
        try (InputStream read = new OutgoingStream(message); InputStream drained = new OutgoingStream(message)) {
            assertThat(((KnownLength) drained).available()).isEqualTo(generated.getSerializedSize());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(((Drainable) drained).drainTo(out)).isEqualTo(generated.getSerializedSize());
            assertThat(out.toByteArray()).isEqualTo(generated.toByteArray());
            assertThat(drained.read()).as("nothing is left").isNegative();
            assertThat(read.readAllBytes()).isEqualTo(generated.toByteArray());
        }
    }
}
