package consort.examples.demo;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Where a demo keeps what. Each organization, and the operator, has a folder of its own, as if on a machine of its own.
 */
record Layout(Path root) {

    /** The folder asked for, or a new one where the user stands; it must be empty. */
    static Layout create(Optional<Path> out) {
        return new Layout(OutFolder.empty(out.orElseGet(() -> Path.of("demo-out-"
                + LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"))))));
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path coordinator() {
        return root.resolve("operator/coordinator");
    }

    Path initialModel() {
        return root.resolve("operator/initial.safetensors");
    }

    Path job() {
        return root.resolve("operator/job.yaml");
    }

    Path member(String organization) {
        return root.resolve(organization).resolve("member");
    }

    Path worker(String organization) {
        return root.resolve(organization).resolve("worker");
    }

    Path trainData(String organization) {
        return root.resolve(organization).resolve("data/train");
    }

    Path testData(String organization) {
        return root.resolve(organization).resolve("data/test");
    }

    Path alone(String organization) {
        return root.resolve(organization).resolve("alone");
    }

    /** The copy of the ledger that an organization fetched. */
    Path ledgerCopy(String organization) {
        return root.resolve(organization).resolve("ledger");
    }

    /** The final model, as an organization fetched it. */
    Path model(String organization) {
        return root.resolve(organization).resolve("model.safetensors");
    }

    Path forged(String name) {
        return root.resolve("forged").resolve(name);
    }

    Path result() {
        return root.resolve("result.json");
    }

    Path screen() {
        return root.resolve("screen.txt");
    }
}
