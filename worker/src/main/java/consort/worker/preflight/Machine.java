package consort.worker.preflight;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What this machine has. Whatever cannot be found out is absent, never 0. */
public interface Machine {

    /** Bytes of memory that programs could still get, by the machine and by this process's control group. */
    OptionalLong availableMemoryBytes();

    /** Bytes that this user can still write where a folder is, or would be. */
    OptionalLong usableBytes(Path folder);

    /** GPUs that {@code nvidia-smi} lists; empty where there is no such program. */
    Optional<Gpus> nvidia();

    /**
     * What {@code nvidia-smi} said.
     *
     * @param count of devices
     * @param failure why it could not list them; "" when it could
     */
    record Gpus(int count, String failure) {
    }
}
