package consort.coordinator.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A job that an operator submits, and its model of two numbers. */
final class SmallJob {

    private SmallJob() {
    }

    /** @param workers that a round takes */
    static Path job(Path folder, int workers) throws IOException {
        return Files.writeString(folder.resolve("job.yaml"), """
                name: small
                trainer: cnn
                data: train
                rounds: 3
                steps: 60
                seed: 42
                cohort: { min: %1$d, max: %1$d }
                quorum: 1
                roundSeconds: 120
                maxUpdateNorm: 50.5
                """.formatted(workers));
    }

    /** The size of the header, the header, the data. */
    static Path model(Path folder) throws IOException {
        byte[] header = "{\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}  ".getBytes(StandardCharsets.UTF_8);
        return Files.write(folder.resolve("initial.safetensors"), ByteBuffer.allocate(8 + header.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).putFloat(1).putFloat(2).array());
    }
}
