package consort.worker.folder;

import consort.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What of a worker's folder no trainer may be shown, and so no setting may name. */
final class PrivateParts {

    private static final List<String> NAMES = List.of("keys", "certs", "trust.json", "enrolled.json", "worker.yaml", "outbox",
            "updates", "receipts", "verdicts", "refused", "evidence", "confidential", "lock", "logs", "control", "policy");

    private PrivateParts() {
    }

    /** The path that field {@code name} of {@code yaml} names, unless it lies in such a part of the folder, links followed. */
    static Path refuse(Path path, Path folder, Settings yaml, String name) {
        Path real = real(path);
        NAMES.stream().map(part -> real(folder).resolve(part)).filter(real::startsWith).findFirst().ifPresent(part -> {
            throw yaml.error(name, "names " + path + ", which lies in " + part + "; no trainer may see that");
        });
        return path;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            return path.normalize();
        }
    }
}
