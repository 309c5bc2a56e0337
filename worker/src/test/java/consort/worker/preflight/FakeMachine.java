package consort.worker.preflight;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** A machine as a test says. */
record FakeMachine(OptionalLong availableMemoryBytes, OptionalLong usable, Optional<Gpus> nvidia) implements Machine {

    static final FakeMachine NOTHING_KNOWN = new FakeMachine(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

    static FakeMachine withMemory(long bytes) {
        return new FakeMachine(OptionalLong.of(bytes), OptionalLong.empty(), Optional.empty());
    }

    static FakeMachine withDisk(long bytes) {
        return new FakeMachine(OptionalLong.empty(), OptionalLong.of(bytes), Optional.empty());
    }

    static FakeMachine withGpus(int count, String failure) {
        return new FakeMachine(OptionalLong.empty(), OptionalLong.empty(), Optional.of(new Gpus(count, failure)));
    }

    @Override
    public OptionalLong usableBytes(Path folder) {
        return usable;
    }
}
